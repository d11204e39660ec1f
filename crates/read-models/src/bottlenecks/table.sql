create table bottleneck (
    bottleneck_id uuid primary key,
    raised_on     date not null,
    theme         text not null,
    -- the kind of meeting that gave it as a signal for policy
    meeting_type  text,
    state         text not null,
    -- how many cases are behind it, without those that are shielded
    cases         integer not null default 0,
    put_on        date,
    ended_on      date,
    version       bigint not null
);
create index bottleneck_by_day on bottleneck (raised_on desc, bottleneck_id desc);
-- they are counted, and never named: whoever reads for an actor reads none of them
create table bottleneck_case (
    bottleneck_id uuid not null,
    case_id       uuid not null,
    primary key (bottleneck_id, case_id)
);
create index bottleneck_case_by_case on bottleneck_case (case_id);
-- these count nowhere, also when they are added a moment later
create table bottleneck_shielded_case (
    case_id uuid primary key
);
alter table bottleneck enable row level security;
create policy of_actor on bottleneck for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,process_director,steering_group}'
);
