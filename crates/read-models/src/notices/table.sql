create table notice_case (
    case_id          uuid primary key,
    reporter         text not null,
    process_director text,
    case_holder      text
);
create table notice (
    recipient text not null,
    epoch     integer not null,
    tx_id     xid8 not null,
    position  bigint not null,
    kind      text not null,
    -- the case that the recipient is concerned with
    case_id   uuid not null,
    -- another case that it is about: the new report
    about     uuid,
    at        timestamptz not null,
    -- one event can concern many cases
    primary key (recipient, epoch, tx_id, position, kind, case_id)
);
create index notice_by_case on notice (case_id);
create index notice_by_about on notice (about) where about is not null;
