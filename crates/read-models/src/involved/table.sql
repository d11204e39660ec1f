create table involved_case (
    case_id      uuid primary key,
    -- whose agenda the case is on; none while it is taken in
    meeting_type text,
    meeting      uuid,
    -- whether that meeting's outcome is still to be registered
    waiting      boolean not null default false,
    -- nobody uses a restricted case
    restricted   boolean not null default false,
    -- a shielded case is there for cleared participants alone
    shielded     boolean not null default false
);
create table involvement (
    case_id uuid not null,
    kind    text not null,
    -- which meeting, where the kind is for one meeting only
    part    uuid not null default '00000000-0000-0000-0000-000000000000',
    -- whom it is about: somebody, whoever acts for an organisation, or whoever has a task
    party   text not null,
    since   timestamptz not null,
    until   timestamptz,
    primary key (case_id, kind, part, party)
);
create index involvement_by_party on involvement (party, case_id desc);
-- who signed a statement for a meeting, and whether that still counts
create table involved_meeting (
    meeting_id uuid primary key,
    date       date not null,
    held       boolean not null default false,
    cancelled  boolean not null default false
);
create table involved_statement (
    meeting_id uuid not null,
    party      text not null,
    primary key (meeting_id, party)
);
alter table involved_statement enable row level security;
create policy of_actor on involved_statement for select using (
    party = any ((select nullif(current_setting('schakel.parties', true), '')::text[])::text[])
);
alter table involved_meeting enable row level security;
create policy of_actor on involved_meeting for select using (
    exists (select from involved_statement as signed where signed.meeting_id = involved_meeting.meeting_id)
);
alter table involvement enable row level security;
create policy of_actor on involvement for select using (
    party = any ((select nullif(current_setting('schakel.parties', true), '')::text[])::text[])
);
alter table involved_case enable row level security;
-- asked for each case as it comes: of an `exists` PostgreSQL may make a table of all involvements first
create policy of_actor on involved_case for select using (
    (not shielded or (select 'cleared' = any (string_to_array(current_setting('schakel.roles', true), ','))))
    and (select true from involvement where involvement.case_id = involved_case.case_id limit 1)
);
