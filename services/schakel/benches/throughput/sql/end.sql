insert into journal.audit (command_id, action, actor, organisation, purpose, stream, version,
                           epoch, tx_id, position, trace, at)
values (case_id(:run::int, :n::bigint)::uuid, :action::text, 'bench-1', 'veiligheidshuis', null,
        :stream_kind::text || case_id(:run::int, :n::bigint), :version::bigint + 1, :epoch::int,
        :tx_id::text::xid8, :position::bigint, :trace::text, now());
commit;
