//! The bare SQL of the same work, by pgbench, on the same PostgreSQL and as the same role.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::process::Command;
use tokio::time::sleep;

use crate::house::{House, ROLE};
use crate::load::{Kind, Load};
use crate::population::{Population, SIZE};
use crate::sample::Sample;
use crate::{MEASURED, Result, WARM_UP};

const BEGIN: &str = include_str!("sql/begin.sql");
const INSERT: &str = include_str!("sql/insert.sql");
const END: &str = include_str!("sql/end.sql");
const READY: &str = include_str!("sql/also_ready.sql");
/// The search path of the service's connections, as far as it matters here.
const SESSION: &str = "-c search_path=journal,rm_lookup,public -c synchronous_commit=on";

/// pgbench goes on for so long after the measured time: the processor time of connections that have just
/// ended is nobody's for a moment.
const COOL_DOWN: Duration = Duration::from_secs(1);

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
        let mut ours = PgConnection::connect_with(&house.postgres.options("schakel")).await?;
        let mut bare = PgConnection::connect_with(&house.postgres.options("bare")).await?;
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
        let mut keys = PgConnection::connect_with(&house.postgres.options("schakel_keys")).await?;
        let wrapped = sqlx::query_scalar("select wrapped::text from data_keys limit 1").fetch_one(&mut keys);
        Ok(Self { house, wrapped: wrapped.await?, run: AtomicUsize::new(1) })
    }

    /// Lets that many clients of pgbench work at once; with `every_statement`, they also send what the
    /// service asks before it writes or answers. Of load and append that is all there is.
    pub async fn measure(&self, load: &Load, clients: usize, every_statement: bool) -> Result<Sample> {
        println!("bare SQL of {} × {clients}{}", load.name, if every_statement { ", all of it" } else { "" });
        let folder = self.house.folder.join("pgbench");
        fs::create_dir_all(&folder)?;
        let script = folder.join("script.sql");
        fs::write(&script, script_of(load.kind, every_statement))?;
        let mut pgbench = Command::new(self.house.postgres.bin_dir().join("pgbench"));
        pgbench
            .args(["--no-vacuum", "--protocol=prepared", "--log"])
            .arg(format!("--log-prefix={}", folder.join("log").display()))
            .arg(format!("--client={clients}"))
            .arg(format!("--jobs={}", clients.min(2)))
            .arg(format!("--time={}", (WARM_UP + MEASURED + COOL_DOWN).as_secs()))
            .arg(format!("--file={}", script.display()));
        for (name, value) in self.variables(load.kind, clients).await? {
            pgbench.arg(format!("--define={name}={value}"));
        }
        pgbench.arg(self.house.postgres.url("bare", ROLE)).env("PGOPTIONS", SESSION);
        self.house.checkpoint().await?;
        let pgbench = pgbench.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        sleep(WARM_UP).await;
        let before = self.house.spent()?;
        sleep(MEASURED).await;
        let spent = self.house.spent()? - before;
        let output = pgbench.wait_with_output().await?;
        if !output.status.success() {
            return Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let mut took = Vec::new();
        for log in fs::read_dir(&folder)? {
            let log = log?.path();
            if log != script {
                read_log(&fs::read_to_string(&log)?, &mut took)?;
                fs::remove_file(log)?;
            }
        }
        Ok(Sample::new(load.name, clients, in_time(took), spent))
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
        if kind == Kind::LookUp {
            return Ok(variables);
        }
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
        if matches!(kind, Kind::Append { .. }) {
            variables.push(("advice", self.advice().await?));
        }
        Ok(variables)
    }

    async fn event(&self, kind: Kind) -> Result<Event> {
        let (event_type, action) = match kind {
            Kind::Append { .. } => ("ZsmAdviceSet", "SetZsmAdvice"),
            _ => ("CaseReported", "ReportCase"),
        };
        let mut ours = PgConnection::connect_with(&self.house.postgres.options("schakel")).await?;
        let row = sqlx::query(
            "select payload::text, metadata::text from journal.events where event_type = $1 limit 1",
        );
        let row = row.bind(event_type).fetch_one(&mut ours).await?;
        Ok(Event { event_type, action, payload: row.try_get(0)?, metadata: row.try_get(1)? })
    }

    async fn advice(&self) -> Result<String> {
        let mut ours = PgConnection::connect_with(&self.house.postgres.options("schakel")).await?;
        let advice = "select advice::text from rm_lookup.lookup_case where advice is not null limit 1";
        Ok(sqlx::query_scalar(advice).fetch_one(&mut ours).await?)
    }
}

fn script_of(kind: Kind, every_statement: bool) -> String {
    let only = |also: bool, text: &'static str| if also { text } else { "" };
    match kind {
        Kind::LookUp => [only(every_statement, READY), include_str!("sql/lookup.sql")].concat(),
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

/// `client number microseconds script seconds microseconds`: how long it took, and when it ended.
fn read_log(text: &str, took: &mut Vec<(Duration, Duration)>) -> Result<()> {
    for line in text.lines() {
        let mut fields = line.split(' ').skip(2);
        let mut next = || -> Result<u64> { Ok(fields.next().ok_or("a short line of pgbench")?.parse()?) };
        let (microseconds, _script, second, part) = (next()?, next()?, next()?, next()?);
        let ended = Duration::from_secs(second) + Duration::from_micros(part);
        took.push((ended, Duration::from_micros(microseconds)));
    }
    Ok(())
}

/// Those that ended in the measured time.
fn in_time(took: Vec<(Duration, Duration)>) -> Vec<Duration> {
    let last = took.iter().map(|(ended, _)| *ended).max().unwrap_or_default();
    let end = last.saturating_sub(COOL_DOWN);
    let from = end.saturating_sub(MEASURED);
    let measured = took.into_iter().filter(|(ended, _)| from < *ended && *ended <= end);
    measured.map(|(_, took)| took).collect()
}
