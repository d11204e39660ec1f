-- As many tokens as there are people, in a table of the lookup's shape, and a log of records.
create table naive_token (
    token      uuid not null,
    holder     uuid not null,
    stream     uuid not null,
    is_person  boolean not null,
    primary key (token, holder)
);
create table naive_log (
    id          bigint generated always as identity primary key,
    recorded_at timestamptz not null default clock_timestamp(),
    record      bytea not null
);
grant select on naive_token to schakel_service;
grant select, insert on naive_log to schakel_service;
insert into naive_token
select md5(number::text)::uuid, gen_random_uuid(), gen_random_uuid(), true
from generate_series(0, $1 - 1) as number;
analyze naive_token;
