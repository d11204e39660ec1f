-- who can be found by what: a member of a case, as reported, or a registered person
create table lookup_token (
    token     uuid not null,
    holder    uuid not null,
    -- the case, or the person
    stream    uuid not null,
    is_person boolean not null,
    primary key (token, holder)
);
create index lookup_token_by_holder on lookup_token (holder);
create index lookup_token_by_stream on lookup_token (stream);
-- what is known of them, sealed, to compare with what is asked
create table lookup_identity (
    holder    uuid primary key,
    stream    uuid not null,
    is_person boolean not null,
    details   jsonb not null
);
create index lookup_identity_by_stream on lookup_identity (stream);
create table lookup_identification (
    person_id uuid not null,
    case_id   uuid not null,
    member    uuid not null,
    primary key (case_id, member)
);
create index lookup_identification_by_person on lookup_identification (person_id);
-- the same of shielded cases, for one purpose alone: whoever is named here is not erased
create table lookup_shielded (
    person_id uuid not null,
    case_id   uuid not null,
    member    uuid not null,
    primary key (case_id, member)
);
create index lookup_shielded_by_person on lookup_shielded (person_id);
-- two records of one person, in both directions
create table lookup_merge (
    person_id uuid not null,
    same_as   uuid not null,
    -- whose stream says so
    survivor  uuid not null,
    primary key (person_id, same_as, survivor)
);
create index lookup_merge_by_survivor on lookup_merge (survivor);
-- persons whose data may not be used for now
create table lookup_restriction (
    person_id uuid primary key
);
create table lookup_case (
    case_id          uuid primary key,
    active           boolean not null,
    hidden           boolean not null default false,
    restricted       boolean not null default false,
    reported_on      date not null,
    meeting_type     text,
    scheduled_since  timestamptz,
    process_director jsonb,
    case_holder      jsonb,
    plan_in_force    boolean not null default false,
    advice           jsonb,
    advice_version   integer,
    advice_on        date,
    -- what is done about a systematic offender, and until when if it ends of itself
    indication       text,
    indication_until date
);

-- Whoever asks reads none of these tables, but calls the functions below, which leave out what nobody may
-- find before anything of it is read. They name all that they use by its schema: a rebuild makes them
-- elsewhere, and moves them here.

-- From tokens to cases: `numbers` are those of the questions, one for each token. A person is all the
-- persons that were merged with one another; one restriction keeps all of them from being used. Hidden and
-- restricted cases are left out before anything of them is read: whoever is known by such a case alone is
-- asked for by the same steps as somebody who is not known. One row at least, so that it is always told how
-- the read model stands; `n` is null in a row without a case.
create function lookup_ask(numbers integer[], tokens uuid[], program_version integer)
returns table (
    status text, n integer, case_id uuid, reported_on date, meeting_type text, scheduled_since timestamptz,
    process_director jsonb, case_holder jsonb, plan_in_force boolean, advice jsonb, advice_version integer,
    advice_on date, indication text, indication_until date
)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
    return query
    with recursive asked as (
        select asked.n, asked.token from unnest(numbers, tokens) as asked (n, token)
    ), found as (
        select n, stream, is_person from asked join rm_lookup.lookup_token using (token)
    ), person as (
        select n, stream as person_id from found where is_person
        union
        select n, same_as from person join rm_lookup.lookup_merge using (person_id)
    ), of_case as (
        select n, stream as case_id from found where not is_person
        union
        select n, case_id from person join rm_lookup.lookup_identification using (person_id)
    ), visible as (
        select n, lookup_case.* from of_case join rm_lookup.lookup_case using (case_id)
        where active and not hidden and not restricted
          and not exists (select from person join rm_lookup.lookup_restriction using (person_id)
                          where person.n = of_case.n)
    ), standing as (
        select status from journal.projection where name = 'lookup' and version = program_version
    )
    select status, n, case_id, reported_on, meeting_type, scheduled_since, process_director, case_holder,
           plan_in_force, advice, advice_version, advice_on, indication, indication_until
    from standing left join visible on true;
end
$$;

-- These cases, as far as they are active and visible.
create function lookup_cases(cases uuid[])
returns table (
    case_id uuid, reported_on date, meeting_type text, scheduled_since timestamptz, process_director jsonb,
    case_holder jsonb, plan_in_force boolean, advice jsonb, advice_version integer, advice_on date,
    indication text, indication_until date
)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
    return query
    select case_id, reported_on, meeting_type, scheduled_since, process_director, case_holder, plan_in_force,
           advice, advice_version, advice_on, indication, indication_until
    from rm_lookup.lookup_case where case_id = any(cases) and active and not hidden and not restricted;
end
$$;

-- Who could be meant: at most fifty, those who share most with the question. `handled`: only whoever has an
-- active case that is visible; if not, everybody but those of whom all cases are hidden or restricted.
create function lookup_candidates(tokens uuid[], program_version integer, handled_only boolean)
returns table (status text, holder uuid, stream uuid, is_person boolean, details jsonb, cases uuid[])
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
    return query
    with recursive asked as (
        select distinct asked.token from unnest(tokens) as asked (token)
    ), found as (
        select holder, stream, is_person, count(*) as shared
        from asked join rm_lookup.lookup_token using (token)
        group by holder, stream, is_person
    ), person as (
        select holder, stream as person_id from found where is_person
        union
        select holder, same_as from person join rm_lookup.lookup_merge using (person_id)
    ), of_case as (
        select holder, stream as case_id from found where not is_person
        union
        select holder, case_id from person join rm_lookup.lookup_identification using (person_id)
    ), case_of as (
        select holder, active and not hidden and not restricted as handled,
               not hidden and not restricted as visible, case_id
        from of_case join rm_lookup.lookup_case using (case_id)
    ), candidate as (
        select found.*, cases.cases from found
        cross join lateral (
            select coalesce(array_agg(case_id order by case_id) filter (where handled), '{}') as cases,
                   coalesce(bool_or(visible), is_person and count(case_id) = 0) as known
            from case_of where case_of.holder = found.holder
        ) as cases
        where case when handled_only then cases.cases <> '{}' else known end
          and not exists (select from person join rm_lookup.lookup_restriction using (person_id)
                          where person.holder = found.holder)
        order by shared desc, found.holder
        limit 50
    ), standing as (
        select status from journal.projection where name = 'lookup' and version = program_version
    )
    select status, candidate.holder, candidate.stream, candidate.is_person, details, candidate.cases
    from standing
    left join (candidate join rm_lookup.lookup_identity using (holder)) on true;
end
$$;
