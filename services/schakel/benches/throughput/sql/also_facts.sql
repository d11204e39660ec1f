select status, n, case_id
from lookup_ask(array[0], array[token_of((:run::bigint * 1000000000 + :n::bigint) * 100 + 1)],
                (select version from journal.projection where name = 'lookup'))
order by n, reported_on, case_id;
select aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
from events where aggregate_type = 'Case' and aggregate_id = case_id(:run::int, :n::bigint)
order by sequence;
