create table retention (
    case_id        uuid primary key,
    -- whose agenda the case is or was last on: its term counts
    meeting_type   text,
    closed_on      date,
    extended_until date,
    legal_hold     boolean not null default false,
    erased_on      date,
    erasure_ground text,
    keys_destroyed bigint,
    -- its data ends like any other's, and no list shows it
    shielded       boolean not null default false
);
create index retention_by_closing on retention (closed_on, case_id) where closed_on is not null;
create index retention_unproven on retention (case_id) where erased_on is not null and keys_destroyed is null;
alter table retention enable row level security;
create policy of_actor on retention for select using (
    not shielded
    and (select string_to_array(current_setting('schakel.roles', true), ',')) && '{chain_manager,privacy_officer}'
);
