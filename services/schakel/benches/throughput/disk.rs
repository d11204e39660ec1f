//! What the databases take on disk.

use sqlx::{Connection, PgConnection};

use crate::Result;
use crate::house::House;
use crate::report::Report;

/// Tables with their indexes, by what they are for.
const SIZES: &str = "
    select coalesce(sum(pg_total_relation_size(oid)) filter (where name = 'journal.events'), 0)::int8,
           coalesce(sum(pg_total_relation_size(oid)) filter (where name <> 'journal.events'
                                                               and name like 'journal.%'), 0)::int8,
           coalesce(sum(pg_total_relation_size(oid)) filter (where name like 'rm\\_%'), 0)::int8,
           coalesce(sum(pg_total_relation_size(oid)) filter (where name not like 'rm\\_%'
                                                               and name not like 'journal.%'), 0)::int8
    from (select oid, relnamespace::regnamespace || '.' || relname as name from pg_class
          where relkind = 'r' and relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
         ) as it";

/// In bytes.
pub struct Disk {
    events: i64,
    other_journal: i64,
    read_models: i64,
    access_log: i64,
    keys: i64,
}

impl Disk {
    /// Of the service's databases, as they are now.
    pub async fn of(house: &House) -> Result<Self> {
        let (events, other_journal, read_models, access_log) = sizes(house, "schakel").await?;
        let (_, _, _, keys) = sizes(house, "schakel_keys").await?;
        Ok(Self { events, other_journal, read_models, access_log, keys })
    }

    /// What each of so many cases has added.
    pub fn tell(&self, before: &Self, cases: usize, report: &mut Report) {
        let parts = [
            ("events", self.events - before.events),
            ("idempotency and audit", self.other_journal - before.other_journal),
            ("read models", self.read_models - before.read_models),
            ("access log", self.access_log - before.access_log),
            ("keys", self.keys - before.keys),
        ];
        let each = |bytes: i64| bytes as f64 / cases as f64;
        let total = parts.iter().map(|(_, bytes)| bytes).sum();
        report.fact("bytes on disk per case (reported, weighed, scheduled)", each(total));
        for (part, bytes) in parts {
            report.fact(format!("of those: {part}"), each(bytes));
        }
    }
}

async fn sizes(house: &House, database: &str) -> Result<(i64, i64, i64, i64)> {
    let mut admin = PgConnection::connect_with(&house.databases.postgres.options(database)).await?;
    let sizes = sqlx::query_as(SIZES).fetch_one(&mut admin).await?;
    admin.close().await?;
    Ok(sizes)
}
