insert into lookup_case (case_id, active, reported_on)
values (case_id(:run::int, :n::bigint)::uuid, true, current_date);
insert into lookup_token (token, generation, holder, stream, is_person)
values (token_of(:run::bigint * 1000000000 + :n::bigint), 1, case_id(:run::int, :n::bigint)::uuid,
        case_id(:run::int, :n::bigint)::uuid, false)
on conflict do nothing;
