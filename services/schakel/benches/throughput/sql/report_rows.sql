insert into lookup_case (case_id, active, reported_on)
values (case_id(:run::int, :n::bigint)::uuid, true, current_date);
with found_by as (
    insert into lookup_token (token, holder, stream, is_person)
    select token_of((:run::bigint * 1000000000 + :n::bigint) * 100 + token),
           case_id(:run::int, :n::bigint)::uuid, case_id(:run::int, :n::bigint)::uuid, false
    from generate_series(1, :tokens::int) as token
    on conflict do nothing
)
insert into lookup_identity (holder, stream, is_person, details)
values (case_id(:run::int, :n::bigint)::uuid, case_id(:run::int, :n::bigint)::uuid, false, :details::jsonb);
insert into involved_case (case_id) values (case_id(:run::int, :n::bigint)::uuid);
insert into involvement (case_id, kind, party, since)
select case_id(:run::int, :n::bigint)::uuid, kind, party, now()
from unnest(array['reporter', 'house_task', 'house_task', 'house_task', 'weighing_team', 'municipal_contact'],
            array['professional/veiligheidshuis/bench-1', 'management', 'intake', 'directors', 'weighing_team',
                  'municipality/gouda']) as involved (kind, party);
