//! The naive lookup, by `pgbench` on the same PostgreSQL.

use sqlx::{Connection, Executor, PgConnection};

use crate::Result;
use crate::house::House;
use crate::pgbench;
use crate::sample::Sample;

/// The size of a record of the log.
const RECORD_BYTES: usize = 600;

/// Tables with as many tokens as there are people.
pub struct Naive<'a> {
    house: &'a House,
    people: usize,
}

impl<'a> Naive<'a> {
    /// Makes and fills them.
    pub async fn prepare(house: &'a House, people: usize) -> Result<Self> {
        let mut bare = PgConnection::connect_with(&house.databases.postgres.options("bare")).await?;
        let tables = include_str!("sql/naive_tables.sql").replace("$1", &people.to_string());
        bare.execute(tables.as_str()).await?;
        bare.close().await?;
        Ok(Self { house, people })
    }

    /// Lets that many clients look up at once.
    pub async fn measure(&self, clients: usize) -> Result<Sample> {
        let record = format!("\\x{}", "5a".repeat(RECORD_BYTES));
        let variables = [("people", self.people.to_string()), ("record", record)];
        pgbench::measure(self.house, "naive lookup", clients, include_str!("sql/naive.sql"), &variables).await
    }
}
