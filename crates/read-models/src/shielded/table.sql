-- for good: also when the case was erased
create table shielded_case (
    case_id uuid primary key
);
-- which kinds are shielded is the region's to say
create table shielded_meeting (
    meeting_id   uuid primary key,
    meeting_type text not null
);
-- to which case it belongs, should that be shielded
create table shielded_trajectory (
    trajectory_id uuid primary key,
    case_id       uuid not null
);
