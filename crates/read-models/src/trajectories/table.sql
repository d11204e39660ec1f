create table trajectory (
    trajectory_id  uuid primary key,
    started_on     date not null,
    kind           text not null,
    obstacle       text,
    provider       text not null,
    budget_source  text not null,
    help_questions text[] not null,
    municipality   text not null,
    state          text not null,
    ended_on       date,
    conversations  integer not null default 0,
    spent          bigint not null default 0,
    repaid         bigint not null default 0,
    -- the case that it belongs to: when that becomes shielded, nothing of this is left
    case_id        uuid,
    version        bigint not null
);
create index trajectory_by_start on trajectory (started_on desc, trajectory_id desc);
create index trajectory_by_case on trajectory (case_id) where case_id is not null;
-- what belongs to these cases is in no list, also when it is started a moment later
create table trajectory_shielded_case (
    case_id uuid primary key
);
alter table trajectory enable row level security;
create policy of_actor on trajectory for select using (
    (select string_to_array(current_setting('schakel.roles', true), ','))
        && '{chain_manager,process_director,policy_officer,support,steering_group}'
);
