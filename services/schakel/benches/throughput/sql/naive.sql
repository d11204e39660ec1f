-- The naive lookup: one point select, and one committed record of it.
\set n random(0, :people - 1)
select stream from naive_token where token = md5(:n::text)::uuid;
insert into naive_log (record) values (:record::bytea);
