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
    advice_on        date
);
