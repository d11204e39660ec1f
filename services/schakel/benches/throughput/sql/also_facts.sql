select case_id from lookup_case where active and case_id in (
    select stream as case_id from lookup_token
    where token = any(array[token_of(:run::bigint * 1000000000 + :n::bigint)]) and not is_person
    union
    select case_id from lookup_token join lookup_identification on person_id = stream
    where token = any(array[token_of(:run::bigint * 1000000000 + :n::bigint)]) and is_person
) order by reported_on, case_id;
select aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
from events where aggregate_type = 'Case' and aggregate_id = case_id(:run::int, :n::bigint)
order by sequence;
