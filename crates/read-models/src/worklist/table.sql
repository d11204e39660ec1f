create table worklist_case (
    case_id          uuid primary key,
    process_director text,
    -- whether the briefing escalated it, and it is weighed again when the outcome is there
    weigh_again      boolean not null default false,
    -- whether the case is with somebody of a wider mandate: other work waits
    escalated        boolean not null default false,
    -- whether nobody uses the case: all work waits
    restricted       boolean not null default false
);
create table work_item (
    case_id uuid not null,
    kind    text not null,
    -- which of several of a kind: the monitoring moment, the day of the suspects monitor
    part    text not null default '',
    due_on  date not null,
    primary key (case_id, kind, part)
);
create index work_item_by_due on work_item (due_on, case_id, kind, part);
