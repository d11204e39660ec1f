create table overview (
    case_id                  uuid primary key,
    reported_on              date not null,
    state                    text not null,
    -- where an escalated case goes back to
    state_before             text,
    trigger                  text,
    theme                    text,
    municipality             text,
    -- of a detention report
    release_date             date,
    decision                 text,
    feedback_owed            boolean not null default false,
    meeting_type             text,
    meeting_id               uuid,
    process_director_account text,
    process_director         jsonb,
    case_holder_account      text,
    case_holder              jsonb,
    ends_on                  date,
    closed_on                date,
    -- nobody uses a restricted case: it is in no list
    restricted               boolean not null default false,
    changed_at               timestamptz not null,
    version                  bigint not null
);
create index overview_by_report on overview (reported_on, case_id);
create index overview_by_state on overview (state, reported_on, case_id);
create index overview_by_release on overview (release_date) where release_date is not null;
create index overview_by_holder on overview (case_holder_account) where case_holder_account is not null;
create index overview_by_director on overview (process_director_account) where process_director_account is not null;
alter table overview enable row level security;
-- a process director sees the cases of own meetings, and those that nobody directs yet
create policy of_actor on overview for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,information_coordinator,support}'
    or (select 'process_director' = any(string_to_array(current_setting('schakel.roles', true), ',')))
       and (process_director_account is null
            or process_director_account = (select current_setting('schakel.account', true)))
);
