update journal.projection
set (epoch, tx_id, position) = (
    select epoch, tx_id, position from journal.events
    order by events.epoch desc, events.tx_id desc, events.position desc limit 1);
