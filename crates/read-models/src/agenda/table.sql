create table agenda_meeting (
    meeting_id   uuid primary key,
    meeting_type text not null,
    subregion    text,
    municipality text,
    held_on      date not null,
    state        text not null,
    chair        text not null
);
create index agenda_meeting_by_day on agenda_meeting (held_on, meeting_id);
-- the cases that can be on an agenda; a shielded one has no row
create table agenda_case (
    case_id          uuid primary key,
    process_director text,
    restricted       boolean not null default false
);
create table agenda_item (
    case_id          uuid not null,
    meeting_id       uuid not null,
    -- whether the meeting has come to an outcome; what was not discussed leaves the agenda with the case
    discussed        boolean not null default false,
    process_director text,
    restricted       boolean not null default false,
    -- who takes part when it is discussed
    parties          text[] not null default '{}',
    primary key (meeting_id, case_id)
);
create index agenda_item_by_case on agenda_item (case_id);
alter table agenda_item enable row level security;
-- a process director has the items of own cases and of those that nobody directs yet, a participant those where they
-- are listed, the weighing team the briefing's while it is to decide
create policy of_actor on agenda_item for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,information_coordinator,support}'
    or (select 'process_director' = any(string_to_array(current_setting('schakel.roles', true), ',')))
       and (process_director is null
            or process_director = (select current_setting('schakel.account', true)))
    or parties && (select nullif(current_setting('schakel.parties', true), '')::text[])
);
alter table agenda_meeting enable row level security;
create policy of_actor on agenda_meeting for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,information_coordinator,support,process_director}'
    or exists (select from agenda_item where agenda_item.meeting_id = agenda_meeting.meeting_id)
);
