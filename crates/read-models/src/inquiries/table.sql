create table inquiry (
    inquiry_id   uuid primary key,
    kind         text not null,
    on_day       date not null,
    -- nobody knows when it was anonymous
    organisation text,
    -- with whom contact was sought
    partner      text,
    municipality text,
    theme        text
);
create index inquiry_by_day on inquiry (on_day, inquiry_id);
alter table inquiry enable row level security;
create policy of_actor on inquiry for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,process_director,information_coordinator,policy_officer,support}'
);
