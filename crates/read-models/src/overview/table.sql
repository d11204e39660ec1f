create table overview (
    case_id                  uuid primary key,
    reported_on              date not null,
    state                    text not null,
    -- where an escalated case goes back to
    state_before             text,
    trigger                  text,
    theme                    text,
    municipality             text,
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
create index overview_by_holder on overview (case_holder_account) where case_holder_account is not null;
create index overview_by_director on overview (process_director_account) where process_director_account is not null;
