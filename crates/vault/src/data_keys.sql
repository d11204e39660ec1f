-- The keys database: wrapped data keys and nothing else. Idempotent; run by the owner.

create table if not exists data_keys (
    stream       text        not null check (length(stream) between 1 and 1000),
    subject      text        not null,
    generation   integer     not null,
    wrapped      bytea,
    created_at   timestamptz not null default now(),
    destroyed_at timestamptz,
    primary key (stream, subject),
    check ((wrapped is null) = (destroyed_at is not null))
)
-- A destroyed key must not linger as a dead row.
with (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

create index if not exists data_keys_by_generation on data_keys (generation) where wrapped is not null;

create or replace function data_keys_stay_destroyed() returns trigger language plpgsql as $$
begin
    raise exception 'a destroyed key stays destroyed';
end
$$;

create or replace trigger data_keys_stay_destroyed before update on data_keys
    for each row when (old.destroyed_at is not null and new.wrapped is not null)
    execute function data_keys_stay_destroyed();

-- The lock that orders creation and destruction of a stream's keys. Streams share 256 of them, so that
-- one transaction can create the keys of any number of streams.
create or replace function data_keys_lock(of_stream text) returns bigint language sql immutable
    return hashtextextended(of_stream, 0) & 255;

-- Its first form, for one stream at a time.
drop function if exists create_data_keys(text, text[], integer[], bytea[]);

-- Stores the keys that are not there yet and answers with those that count, which may be another
-- writer's. A stream whose own key has been destroyed gets no new keys: they are left out of the
-- answer.
--
-- Each statement here sees what was committed before it (read committed), so the shared lock
-- orders creation and destruction without making creations wait for each other. Locks and rows are
-- taken in one order by all, or two creations could wait for each other for ever.
--
-- A plan is made while the table is small and kept while it grows: each key is looked for by itself,
-- so that no plan reads the whole table.
create or replace function create_data_keys(
    of_streams text[], of_subjects text[], generations integer[], wrapped_keys bytea[]
) returns table (stream text, subject text, generation integer, wrapped bytea) language plpgsql as $$
#variable_conflict use_column
begin
    perform pg_advisory_xact_lock_shared(lock) from (
        select distinct data_keys_lock(of_stream) as lock from unnest(of_streams) as of_stream order by lock
    ) as locks;
    insert into data_keys (stream, subject, generation, wrapped)
        select fresh.stream, fresh.subject, fresh.generation, fresh.wrapped
        from unnest(of_streams, of_subjects, generations, wrapped_keys)
             as fresh (stream, subject, generation, wrapped)
        where (
            select own.destroyed_at from data_keys as own
            where own.stream = fresh.stream and own.subject = 'stream'
        ) is null
        order by fresh.stream, fresh.subject
        on conflict (stream, subject) do nothing;
    return query
        select key.stream, key.subject, key.generation, key.wrapped
        from unnest(of_streams, of_subjects) as asked (stream, subject)
        cross join lateral (
            select * from data_keys as stored
            where stored.stream = asked.stream and stored.subject = asked.subject
            limit 1
        ) as key;
end
$$;

-- Destroys one key, or with a null subject all of the stream's, leaves a tombstone where there was
-- no key, and tells all who listen. Answers with every subject whose key is now gone, and whether
-- it was still there before.
create or replace function destroy_data_keys(of_stream text, of_subject text)
returns table (subject text, was_there boolean) language plpgsql as $$
#variable_conflict use_column
begin
    perform pg_advisory_xact_lock(data_keys_lock(of_stream));
    insert into data_keys (stream, subject, generation, destroyed_at)
        values (of_stream, coalesce(of_subject, 'stream'), 0, now())
        on conflict (stream, subject) do nothing;
    return query
        select key.subject, key.wrapped is not null
        from data_keys as key
        where key.stream = of_stream and (of_subject is null or key.subject = of_subject)
        order by key.subject
        for update;
    update data_keys set wrapped = null, destroyed_at = now()
        where stream = of_stream and (of_subject is null or subject = of_subject)
        and wrapped is not null;
    perform pg_notify('data_keys_destroyed', key.subject || ' ' || key.stream)
        from data_keys as key
        where key.stream = of_stream and (of_subject is null or key.subject = of_subject);
end
$$;

revoke execute on function data_keys_lock, create_data_keys, destroy_data_keys from public;
