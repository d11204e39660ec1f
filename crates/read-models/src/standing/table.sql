-- how often anything here has changed: whoever keeps it in memory asks this first
create table standing_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);

create table organisation (
    organisation_id uuid primary key,
    code            text not null unique,
    name            text not null,
    kind            text not null,
    chain           text not null,
    oin             text,
    municipality    text,
    exited_on       date
);

create table authorisation (
    organisation_id uuid not null,
    account         text not null,
    roles           text[] not null,
    mandates        text[] not null,
    valid_from      date not null,
    valid_until     date not null,
    primary key (organisation_id, account)
);
create index authorisation_by_review on authorisation (valid_until, organisation_id, account);

create table covenant (
    covenant_id uuid primary key
);
