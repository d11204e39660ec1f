-- The access log: who saw what. Records and messages are only ever added: the service's role lacks the
-- grant for anything else, and a trigger stops everybody who has it.

create table access_log.log_epoch (
    only_row boolean primary key default true check (only_row),
    epoch int not null check (epoch > 0)
);
comment on table access_log.log_epoch is
    'Counts logical restores: a restored log keeps its old transaction ids, new records sort after it.';
insert into access_log.log_epoch (epoch) values (1);

create table access_log.record (
    writer int not null,
    seq bigint not null,
    epoch int not null,
    tx_id xid8 not null default pg_current_xact_id(),
    started_at timestamptz not null,
    ended_at timestamptz not null,
    trace_id text not null,
    span_id text not null,
    parent_span_id text,
    action text not null,
    decision text not null check (decision in ('permit', 'deny')),
    reason text,
    status text not null,
    policy text not null,
    account text not null,
    organisation text not null,
    client text,
    roles text[] not null,
    purpose text,
    reference text,
    subject_type text,
    subject text,
    found boolean not null,
    categories text[] not null,
    mac bytea not null,
    constraint record_pkey primary key (writer, seq),
    check ((subject is null) = (subject_type is null))
);
create index record_in_order on access_log.record (epoch, tx_id, writer, seq);
create index record_by_subject on access_log.record (subject, subject_type) where subject is not null;
create index record_by_account on access_log.record (account, ended_at);
create index record_by_time on access_log.record using brin (ended_at);

create table access_log.message (
    writer int not null,
    seq bigint not null,
    number int not null,
    epoch int not null,
    tx_id xid8 not null default pg_current_xact_id(),
    recipient text not null,
    case_id uuid not null,
    constraint message_pkey primary key (writer, seq, number)
);
comment on table access_log.message is
    'That somebody was looked up; for what purpose and when stands in the record, what was found nowhere.';
create index message_in_order on access_log.message (recipient, epoch, tx_id, writer, seq, number);

create table access_log.head (
    writer int primary key check (writer > 0),
    seq bigint not null check (seq >= 0),
    mac bytea not null
) with (fillfactor = 50);
comment on table access_log.head is 'The last record of each writer; numbers of writers have no gaps.';

create table access_log.probe (
    filling bytea not null
) with (fillfactor = 10);
alter table access_log.probe alter column filling set storage plain;
comment on table access_log.probe is
    'Written anew to see whether there is room for records. Each row takes a page of its own.';

create function access_log.refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '%.% is append-only', tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on access_log.record
    for each statement execute function access_log.refuse_change();
create trigger append_only before update or delete or truncate on access_log.message
    for each statement execute function access_log.refuse_change();
create trigger never_removed before delete or truncate on access_log.head
    for each statement execute function access_log.refuse_change();
alter table access_log.record enable always trigger append_only;
alter table access_log.message enable always trigger append_only;
alter table access_log.head enable always trigger never_removed;
