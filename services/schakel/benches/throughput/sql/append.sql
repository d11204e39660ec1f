-- Load and append: the stream as postgres-es reads it, then the one transaction of the journal with
-- the lookup's row. Each client has cases of its own.
\set i :i + 1
\set n :share * 1024 + (:i % (1024 / :clients)) * :clients + :client_id
select aggregate_type, aggregate_id, sequence as version, event_type as was_type, event_version as was_version,
       payload as was, metadata as by
from events
where aggregate_type = 'Case' and aggregate_id = case_id(:run::int, :n::bigint)
order by sequence \aset
