select status, epoch, tx_id::text as tx_id, position from journal.projection
where name = 'lookup';
