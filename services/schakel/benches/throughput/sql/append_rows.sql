update lookup_case set advice = :advice::jsonb, advice_version = 1, advice_on = current_date
where case_id = case_id(:run::int, :n::bigint)::uuid;
