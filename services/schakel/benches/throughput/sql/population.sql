-- What the scripts of pgbench work on. Cases are numbered; a number gives the id.
create function case_id(run int, number bigint) returns text language sql immutable
    return format('0190%s-0000-7000-8000-%s', lpad(to_hex(run), 4, '0'), lpad(to_hex(number), 12, '0'));
create function token_of(number bigint) returns uuid language sql immutable
    return md5(number::text)::uuid;

-- All cases of the population look like one of the service's: its events and its row, as they are stored.
create table sample_event (sequence bigint, event_type text, event_version text, payload text, metadata text);
create table sample_row (content jsonb);
