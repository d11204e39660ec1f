-- The journal: events, what makes commands idempotent, who did what, and how far each projection is.
-- A trigger on change costs an insert nothing, so the append-only tables refuse every change twice:
-- the service's role lacks the grant, and the trigger stops everybody who has it.

create table journal.log_epoch (
    only_row boolean primary key default true check (only_row),
    epoch int not null check (epoch > 0)
);
comment on table journal.log_epoch is
    'Counts logical restores: a restored log keeps its old transaction ids, new events sort after it.';
insert into journal.log_epoch (epoch) values (1);

create function journal.current_epoch() returns int
    language sql stable as 'select epoch from journal.log_epoch';

create table journal.events (
    aggregate_type text not null,
    aggregate_id text not null,
    sequence bigint not null check (sequence >= 0),
    event_type text not null,
    event_version text not null,
    payload json not null
        constraint events_payload_is_sealed check (payload::text not like '%"$personal"%'),
    metadata json not null,
    tx_id xid8 not null default pg_current_xact_id(),
    position bigint not null generated always as identity,
    epoch int not null default journal.current_epoch(),
    recorded_at timestamptz not null default clock_timestamp(),
    constraint events_pkey primary key (aggregate_type, aggregate_id, sequence)
);
create index events_in_order on journal.events (epoch, tx_id, position);

create table journal.idempotency (
    owner text not null,
    key text not null,
    fingerprint bytea not null,
    id text not null,
    version bigint not null,
    epoch int not null,
    tx_id xid8 not null,
    position bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    constraint idempotency_pkey primary key (owner, key)
);
create index idempotency_expiry on journal.idempotency (expires_at);

create table journal.audit (
    id bigint generated always as identity primary key,
    command_id uuid not null,
    action text not null,
    actor text not null,
    organisation text not null,
    purpose text,
    stream text not null,
    version bigint not null,
    epoch int not null,
    tx_id xid8 not null,
    position bigint not null,
    trace text not null,
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp()
);

create table journal.projection (
    name text primary key check (name ~ '^[a-z][a-z0-9_]*$' and name !~ '_(next|old|check)$'),
    version int not null,
    mode text not null check (mode in ('inline', 'following')),
    status text not null check (status in ('live', 'stopped', 'rebuilding')),
    epoch int not null default 0,
    tx_id xid8 not null default '0',
    position bigint not null default 0,
    failed_place text,
    failed_event_type text,
    failure text,
    failed_at timestamptz,
    updated_at timestamptz not null default clock_timestamp(),
    check ((status = 'stopped') = (failed_place is not null))
);

create table journal.projection_skip (
    id bigint generated always as identity primary key,
    projection text not null,
    version int not null,
    place text not null,
    event_type text not null,
    failure text not null,
    reason text not null check (reason <> ''),
    operator text not null check (operator <> ''),
    skipped_at timestamptz not null default clock_timestamp()
);

create function journal.refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '%.% is append-only', tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on journal.events
    for each statement execute function journal.refuse_change();
create trigger append_only before update or delete or truncate on journal.audit
    for each statement execute function journal.refuse_change();
create trigger append_only before update or delete or truncate on journal.projection_skip
    for each statement execute function journal.refuse_change();
alter table journal.events enable always trigger append_only;
alter table journal.audit enable always trigger append_only;
alter table journal.projection_skip enable always trigger append_only;
