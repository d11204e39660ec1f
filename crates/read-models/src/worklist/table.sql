create table worklist_case (
    case_id          uuid primary key,
    process_director text,
    -- whether the briefing escalated it, and it is weighed again when the outcome is there
    weigh_again      boolean not null default false,
    -- whether the case is with somebody of a wider mandate: other work waits
    escalated        boolean not null default false,
    -- whether nobody uses the case: all work waits
    restricted       boolean not null default false,
    -- the last day on which work waited, if any did
    waited_until     date,
    -- whoever has work on it that is not the House's
    parties          text[] not null default '{}',
    -- whether a mayor was advised on it, should it be a BIJ report
    mayor_advised    boolean not null default false,
    -- whether a voluntary trajectory was started for it
    has_trajectory   boolean not null default false,
    -- what is known of the report
    municipality     text,
    trigger          text,
    has_theme        boolean not null default false,
    -- whether it has come on any agenda
    placed           boolean not null default false,
    -- the briefing on whose agenda it is
    briefing         uuid,
    -- how many referrals were offered and not rejected or revoked
    referrals        integer not null default 0,
    -- the kinds of meeting on whose agendas it has come, oldest first
    meeting_types    text[] not null default '{}'
);
create index worklist_case_by_briefing on worklist_case (briefing) where briefing is not null;
create table worklist_meeting (
    meeting_id uuid primary key,
    held_on    date not null
);
create table work_item (
    case_id uuid not null,
    kind    text not null,
    -- which of several of a kind: the monitoring moment, the day of the suspects monitor, the agreement, the request,
    -- the other case, the meeting
    part    text not null default '',
    -- the day from which the region's term for the kind counts; with one before which it ends, that day
    due_on  date not null,
    -- whose it is, if it is not the House's
    party   text,
    -- whether it is done, of what can be to be done again
    settled boolean not null default false,
    primary key (case_id, kind, part)
);
create index work_item_by_kind on work_item (kind, due_on, case_id, part) where not settled;
create index work_item_by_part on work_item (kind, part);
alter table worklist_case enable row level security;
-- a process director has the work on the cases of own meetings, and on those that nobody directs yet; whoever else
-- has work of their own has that alone; what does not depend on the row is asked once, in a subquery of its own: else the
-- planner takes it for nearly impossible, and reads all cases for a page
create policy of_actor on worklist_case for select using (
    (select string_to_array(current_setting('schakel.roles', true), ',')
                && '{chain_manager,information_coordinator,support}')
    or (select 'process_director' = any(string_to_array(current_setting('schakel.roles', true), ',')))
       and (process_director is null
            or process_director = (select current_setting('schakel.account', true)))
    or parties && (select nullif(current_setting('schakel.parties', true), '')::text[])
);
alter table work_item enable row level security;
-- asked for each row as it comes: of an `exists` PostgreSQL may make a table of all cases first
create policy of_actor on work_item for select using (
    party = any ((select nullif(current_setting('schakel.parties', true), '')::text[])::text[])
    or (select string_to_array(current_setting('schakel.roles', true), ',')
                   && '{chain_manager,information_coordinator,support,process_director}')
       and (select true from worklist_case where worklist_case.case_id = work_item.case_id)
);
