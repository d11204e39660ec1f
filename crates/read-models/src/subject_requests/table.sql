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
