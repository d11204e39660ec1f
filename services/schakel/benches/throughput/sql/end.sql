insert into journal.audit (command_id, action, actor, organisation, purpose, stream, version,
                           epoch, tx_id, position, trace, at)
select case_id(:run::int, :n::bigint)::uuid, :action::text, 'bench-1', 'veiligheidshuis', null,
       stream, version, :epoch::int, :tx_id::text::xid8, position, :trace::text, now()
from unnest(array[:stream_kind::text || case_id(:run::int, :n::bigint)], array[:version::bigint + 1],
            array[:position::bigint]) as written (stream, version, position);
commit;
