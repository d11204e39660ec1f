with appended as (
    insert into journal.events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                                payload, metadata, epoch)
    select aggregate_type, aggregate_id, sequence, event_type, event_version, payload::json, :metadata::json,
           (select epoch from journal.log_epoch)
    from unnest(array['Case'], array[case_id(:run::int, :n::bigint)], array[:version::bigint + 1],
                array[:event_type::text], array[:event_version::text], array[:payload::text]) with ordinality
         as new (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, number)
    order by number
    returning epoch, position, recorded_at
), place as (
    select max(epoch) as epoch, pg_current_xact_id() as tx_id, max(position) as position,
           array_agg(position order by position) as positions,
           array_agg(recorded_at order by position) as times
    from appended
), claimed as (
    insert into journal.idempotency as held
           (owner, key, fingerprint, id, version, epoch, tx_id, position, expires_at)
    select :owner::text, 'bare-' || :run::text || '-' || :client_id::text || '-' || :i::text,
           :fingerprint::bytea, case_id(:run::int, :n::bigint), :version::bigint + 1, epoch, tx_id,
           position, clock_timestamp() + make_interval(days => 7)
    from place where :owner::text is not null
    on conflict (owner, key) do update
    set fingerprint = excluded.fingerprint, id = excluded.id, version = excluded.version,
        epoch = excluded.epoch, tx_id = excluded.tx_id, position = excluded.position,
        created_at = clock_timestamp(), expires_at = excluded.expires_at
    where held.expires_at <= clock_timestamp()
    returning true
)
select epoch, tx_id::text as tx_id, position, positions, times,
       :owner::text is null or exists (select from claimed) as claimed,
       (select coalesce(json_object_agg(name, json_build_array(version, status = 'live')), '{}')
        from journal.projection where mode = 'inline') as inline
from place \gset
