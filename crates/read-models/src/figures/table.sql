-- what can be counted of each event; nothing of it is personal, so it stays when a case's data ends
create table figure_fact (
    epoch       integer not null,
    tx_id       xid8 not null,
    position    bigint not null,
    -- a report as of an earlier day does not know it
    recorded_at timestamptz not null,
    stream      uuid not null,
    sequence    bigint not null,
    fact        jsonb not null,
    primary key (epoch, tx_id, position)
);
create unique index figure_fact_by_stream on figure_fact (stream, sequence);
-- how often facts were taken away: whoever keeps them in memory reads them anew
create table figure_withdrawn (
    only_row boolean primary key default true check (only_row),
    times    bigint not null
);
insert into figure_withdrawn (times) values (0);
alter table figure_fact enable row level security;
create policy of_actor on figure_fact for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,policy_officer,steering_group,municipal_contact}'
);
alter table figure_withdrawn enable row level security;
create policy of_actor on figure_withdrawn for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,policy_officer,steering_group,municipal_contact}'
);
