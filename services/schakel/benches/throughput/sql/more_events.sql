-- Events that nobody opens: where the log ends, and what it takes to start beside it, is all that is asked of them.
insert into journal.events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
select 'Case', format('ffffffff-0000-7000-8000-%s', lpad(to_hex($1 + number), 12, '0')), 1, 'CaseReported', '5',
       '{}', '{}'
from generate_series(1, $2) as number;
