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
    -- the case that the recipient is concerned with, if it is about one
    case_id   uuid,
    -- another case that it is about: the new report
    about     uuid,
    -- the person that it is about, if it is about one alone
    person_id uuid,
    -- the meeting or the request for which alone the recipient has a part in the case
    part      uuid,
    at        timestamptz not null,
    -- one event can concern many cases
    matter    uuid not null generated always as (coalesce(case_id, person_id)) stored,
    primary key (recipient, epoch, tx_id, position, kind, matter),
    check (num_nonnulls(case_id, person_id) = 1)
);
create index notice_by_case on notice (case_id) where case_id is not null;
create index notice_by_about on notice (about) where about is not null;
create index notice_by_person on notice (person_id) where person_id is not null;
-- who held or directed a case, and does so no more
create table notice_left (
    recipient text not null,
    case_id   uuid not null,
    primary key (recipient, case_id)
);
create index notice_left_by_case on notice_left (case_id);
alter table notice_left enable row level security;
create policy of_actor on notice_left for select using (
    recipient = (select current_setting('schakel.account', true))
);
alter table notice enable row level security;
create policy of_actor on notice for select using (
    recipient = (select current_setting('schakel.account', true))
);
