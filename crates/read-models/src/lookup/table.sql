-- who can be found by what: a member of a case, as reported, or a registered person
create table lookup_token (
    token      bytea not null,
    generation integer not null,
    holder     uuid not null,
    -- the case, or the person
    stream     uuid not null,
    is_person  boolean not null,
    primary key (token, generation, stream, holder)
);
create index lookup_token_by_stream on lookup_token (stream);
create table lookup_identification (
    person_id uuid not null,
    case_id   uuid not null,
    member    uuid not null,
    primary key (case_id, member)
);
create index lookup_identification_by_person on lookup_identification (person_id);
create table lookup_case (
    case_id          uuid primary key,
    active           boolean not null,
    reported_on      date not null,
    meeting_type     text,
    scheduled_since  timestamptz,
    process_director jsonb,
    case_holder      jsonb,
    plan_in_force    boolean not null default false,
    advice           jsonb,
    advice_version   integer,
    advice_on        date
);
