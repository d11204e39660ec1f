-- A lookup: the one question of crates/read-models/src/lookup/query.rs; the keys are cached.
\set n random(0, :population - 1)
select case_id, reported_on, meeting_type, scheduled_since, process_director, case_holder,
       plan_in_force, advice, advice_version, advice_on
from lookup_case where active and case_id in (
    select stream as case_id from lookup_token where token = any(array[token_of(:n::bigint)]) and not is_person
    union
    select case_id from lookup_token join lookup_identification on person_id = stream
    where token = any(array[token_of(:n::bigint)]) and is_person
) order by reported_on desc, case_id desc;
