//! The bare SQL of the same work, by pgbench, on the same PostgreSQL and as the same role.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::Result;
use crate::commands::{Kind, Load};
use crate::house::House;
use crate::pgbench;
use crate::population::{Population, SIZE};
use crate::sample::Sample;

const BEGIN: &str = include_str!("sql/begin.sql");
const INSERT: &str = include_str!("sql/insert.sql");
const END: &str = include_str!("sql/end.sql");
const READY: &str = include_str!("sql/also_ready.sql");

/// A database with the service's tables, on which pgbench works.
pub struct Bare<'a> {
    house: &'a House,
    wrapped: String,
    run: AtomicUsize,
}

/// Texts of the service's own, so that the bare SQL writes as many bytes.
struct Event {
    event_type: &'static str,
    action: &'static str,
    payload: String,
    metadata: String,
}

impl<'a> Bare<'a> {
    /// Fills it with a population like that of the service.
    pub async fn prepare(house: &'a House, population: &Population) -> Result<Self> {
        let mut ours = PgConnection::connect_with(&house.databases.postgres.options("schakel")).await?;
        let mut bare = PgConnection::connect_with(&house.databases.postgres.options("bare")).await?;
        bare.execute(include_str!("sql/population.sql")).await?;
        let events = sqlx::query(
            "select sequence, event_type, event_version, payload::text, metadata::text
             from journal.events where aggregate_id = $1 order by sequence",
        );
        for event in events.bind(population.case(0)).fetch_all(&mut ours).await? {
            sqlx::query("insert into sample_event values ($1, $2, $3, $4, $5)")
                .bind(event.try_get::<i64, _>(0)?)
                .bind(event.try_get::<String, _>(1)?)
                .bind(event.try_get::<String, _>(2)?)
                .bind(event.try_get::<String, _>(3)?)
                .bind(event.try_get::<String, _>(4)?)
                .execute(&mut bare)
                .await?;
        }
        let row: Value = sqlx::query_scalar(
            "select to_jsonb(it) from rm_lookup.lookup_case as it where case_id = $1::uuid",
        )
        .bind(population.case(0))
        .fetch_one(&mut ours)
        .await?;
        sqlx::query("insert into sample_row values ($1)").bind(row).execute(&mut bare).await?;
        for statement in include_str!("sql/populate.sql").split_inclusive(';') {
            let statement = statement.replace("$1", &SIZE.to_string());
            bare.execute(statement.as_str()).await?;
        }
        for connection in [&mut ours, &mut bare] {
            connection.execute("analyze").await?;
        }
        let mut keys = PgConnection::connect_with(&house.databases.postgres.options("schakel_keys")).await?;
        let wrapped = sqlx::query_scalar("select wrapped::text from data_keys limit 1").fetch_one(&mut keys);
        Ok(Self { house, wrapped: wrapped.await?, run: AtomicUsize::new(1) })
    }

    /// Lets that many clients of pgbench work at once; with `every_statement`, they also send what the
    /// service asks before it writes. Of load and append that is all there is.
    pub async fn measure(&self, load: &Load, clients: usize, every_statement: bool) -> Result<Sample> {
        let variables = self.variables(load.kind, clients).await?;
        let script = script_of(load.kind, every_statement);
        pgbench::measure(self.house, load.bare_name, clients, &script, &variables).await
    }

    async fn variables(&self, kind: Kind, clients: usize) -> Result<Vec<(&'static str, String)>> {
        let share = match kind {
            Kind::Append { share } => share,
            _ => 0,
        };
        // The population has been there since run 0; whoever reports makes cases of a new run.
        let run = self.run.fetch_add(1, Ordering::Relaxed);
        let mut variables = vec![
            ("i", "0".to_owned()),
            ("run", run.to_string()),
            ("clients", clients.to_string()),
            ("share", share.to_string()),
            ("population", SIZE.to_string()),
        ];
        let event = self.event(kind).await?;
        variables.extend([
            ("payload", event.payload),
            ("metadata", event.metadata),
            ("event_type", event.event_type.to_owned()),
            ("event_version", "1".to_owned()),
            ("action", event.action.to_owned()),
            ("stream_kind", "Case/".to_owned()),
            ("owner", "veiligheidshuis/bench-1".to_owned()),
            ("fingerprint", format!("\\x{}", "5a".repeat(32))),
            ("trace", "0".repeat(32)),
            ("wrapped", self.wrapped.clone()),
            ("version", "0".to_owned()),
        ]);
        match kind {
            Kind::Append { .. } => variables.push(("advice", self.advice().await?)),
            _ => variables.extend(self.identity().await?),
        }
        Ok(variables)
    }

    async fn event(&self, kind: Kind) -> Result<Event> {
        let (event_type, action) = match kind {
            Kind::Append { .. } => ("ZsmAdviceSet", "SetZsmAdvice"),
            _ => ("CaseReported", "ReportCase"),
        };
        let mut ours = PgConnection::connect_with(&self.house.databases.postgres.options("schakel")).await?;
        let row = sqlx::query(
            "select payload::text, metadata::text from journal.events where event_type = $1 limit 1",
        );
        let row = row.bind(event_type).fetch_one(&mut ours).await?;
        Ok(Event { event_type, action, payload: row.try_get(0)?, metadata: row.try_get(1)? })
    }

    /// What a report adds to find somebody by.
    async fn identity(&self) -> Result<[(&'static str, String); 2]> {
        let mut ours = PgConnection::connect_with(&self.house.databases.postgres.options("schakel")).await?;
        let row = sqlx::query(
            "select details::text, count(*)::text from rm_lookup.lookup_identity join rm_lookup.lookup_token
                 using (holder) group by holder, details limit 1",
        );
        let row = row.fetch_one(&mut ours).await?;
        Ok([("details", row.try_get(0)?), ("tokens", row.try_get(1)?)])
    }

    async fn advice(&self) -> Result<String> {
        let mut ours = PgConnection::connect_with(&self.house.databases.postgres.options("schakel")).await?;
        let advice = "select advice::text from rm_lookup.lookup_case where advice is not null limit 1";
        Ok(sqlx::query_scalar(advice).fetch_one(&mut ours).await?)
    }
}

fn script_of(kind: Kind, every_statement: bool) -> String {
    let only = |also: bool, text: &'static str| if also { text } else { "" };
    match kind {
        Kind::Append { .. } => {
            let load = include_str!("sql/append.sql").replace(":run", "0");
            let rows = include_str!("sql/append_rows.sql");
            let write = [BEGIN, INSERT, rows, END].concat();
            // Appends are to the population; the idempotency keys are those of the run.
            let write = write.replace("case_id(:run::int", "case_id(0");
            [load, write].concat()
        }
        _ => {
            let (keys, rows) = (include_str!("sql/report.sql"), include_str!("sql/report_rows.sql"));
            let facts = include_str!("sql/also_facts.sql");
            let (ready, facts) = (only(every_statement, READY), only(every_statement, facts));
            [keys, ready, facts, BEGIN, INSERT, rows, END].concat()
        }
    }
}
