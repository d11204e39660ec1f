-- A new report: its keys, durable first (crates/vault/src/data_keys.rs); then the one transaction of
-- the journal (crates/journal/src/append.rs) with the rows of the inline read models (crates/read-models).
\set i :i + 1
\set n :i * 1000 + :client_id
select stream, subject, generation, wrapped
from create_data_keys(
    array_fill(:stream_kind::text || case_id(:run::int, :n::bigint), array[2]),
    array['stream', case_id(:run::int, :n::bigint)], array[1, 1], array[:wrapped::bytea, :wrapped::bytea]
);
