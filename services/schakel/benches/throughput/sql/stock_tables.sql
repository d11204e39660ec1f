-- The tables that the documentation of postgres-es asks for.
create table events (
    aggregate_type text not null,
    aggregate_id   text not null,
    sequence       bigint check (sequence >= 0) not null,
    event_type     text not null,
    event_version  text not null,
    payload        json not null,
    metadata       json not null,
    primary key (aggregate_type, aggregate_id, sequence)
);
create table case_view (
    view_id text not null,
    version bigint check (version >= 0) not null,
    payload json not null,
    primary key (view_id)
);
grant select, insert on events to schakel_service;
grant select, insert, update on case_view to schakel_service;
