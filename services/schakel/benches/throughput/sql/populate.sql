insert into journal.events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
select 'Case', case_id(0, number), sequence, event_type, event_version, payload::json, metadata::json
from generate_series(0, $1 - 1) as number, sample_event
order by number, sequence;

insert into rm_lookup.lookup_case
select row.*
from generate_series(0, $1 - 1) as number, sample_row,
     jsonb_populate_record(
         null::rm_lookup.lookup_case, content || jsonb_build_object('case_id', case_id(0, number))
     ) as row;

insert into rm_lookup.lookup_token (token, holder, stream, is_person)
select token_of(number * 100 + 1), gen_random_uuid(), case_id(0, number)::uuid, false
from generate_series(0, $1 - 1) as number;
