create table subject_request (
    request_id       uuid primary key,
    kind             text not null,
    person_id        uuid not null,
    received_on      date not null,
    due_on           date not null,
    extended         boolean not null default false,
    outcome          text,
    -- the controllers who have yet to say that it is done, or why they refuse
    open_controllers text[] not null,
    version          bigint not null
);
create index subject_request_by_due on subject_request (due_on, request_id);
alter table subject_request enable row level security;
create policy of_actor on subject_request for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,information_coordinator,privacy_officer}'
);
