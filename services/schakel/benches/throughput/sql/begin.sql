\startpipeline
begin;
select pg_advisory_xact_lock_shared(7361636801);
\endpipeline
