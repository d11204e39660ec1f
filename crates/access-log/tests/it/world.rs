//! A database of one's own with an access log on it, for each test.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use schakel_access_log::{
    AccessLog, ChainKey, Decision, Filter, Message, Page, Record, Stored, Subject, Unrecorded,
};
use schakel_connections::Pool;
use schakel_embedded_postgres::{Postgres, shared};
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use zeroize::Zeroizing;

pub const SERVICE: &str = "access_log_service";
/// Bounds a wait for something that must happen; a passing test never waits this long.
pub const LONG: Duration = Duration::from_secs(60);

pub struct World {
    pub owner: PgPool,
    pub service: Pool,
    pub database: String,
}

impl World {
    pub async fn new() -> Self {
        Self::on(shared().await).await
    }

    pub async fn on(postgres: &Postgres) -> Self {
        let database = format!("log_{}", Uuid::new_v4().simple());
        postgres.create_database(&database).await.unwrap();
        let owner = PgPool::connect_lazy_with(postgres.options(&database));
        create_role(&owner).await;
        AccessLog::migrate(&owner.connect_options(), SERVICE).await.unwrap();
        let service = pool(postgres.options(&database).username(SERVICE));
        Self { owner, service, database }
    }

    /// The log as its owner sees it.
    pub fn owned(&self) -> Pool {
        pool(PgConnectOptions::clone(&self.owner.connect_options()))
    }

    pub fn service_options(&self, postgres: &Postgres) -> PgConnectOptions {
        postgres.options(&self.database).username(SERVICE)
    }

    /// A log as a process of its own would have it.
    pub fn running(&self) -> Running {
        Running::start(self.service.clone()).patient()
    }

    pub async fn count(&self, query: &str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.owner).await.unwrap()
    }

    pub async fn records(&self) -> i64 {
        self.count("select count(*) from access_log.record").await
    }

    pub async fn run(&self, statements: &str) {
        sqlx::raw_sql(statements).execute(&self.owner).await.unwrap();
    }
}

/// A log with its writer in a task.
pub struct Running {
    pub log: AccessLog,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub fn start(pool: Pool) -> Self {
        let (log, writer) = AccessLog::open(pool, key());
        let shutdown = CancellationToken::new();
        let task = tokio::spawn(writer.run(shutdown.clone()));
        Self { log, shutdown, task }
    }

    /// For a machine that has much else to do.
    pub fn patient(self) -> Self {
        Self { log: self.log.with_patience(LONG), ..self }
    }

    pub async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
    }
}

pub fn pool(options: PgConnectOptions) -> Pool {
    Pool::lazy(options, 8)
}

/// Roles belong to the whole server, and tests run at the same time.
async fn create_role(owner: &PgPool) {
    let create = format!(
        "do $$ begin create role {SERVICE} login;
         exception when duplicate_object or unique_violation then null; end $$"
    );
    sqlx::raw_sql(&create).execute(owner).await.unwrap();
}

pub fn key() -> ChainKey {
    ChainKey::new(Zeroizing::new([7; 32]))
}

pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap()
}

/// The lookup of one person, numbered.
pub fn lookup(number: u32) -> Record {
    Record {
        started_at: noon() + TimeDelta::milliseconds(number.into()),
        ended_at: noon() + TimeDelta::milliseconds(i64::from(number) + 3),
        trace_id: format!("{number:032x}"),
        span_id: format!("{number:016x}"),
        parent_span_id: None,
        action: "LookUpPerson".to_owned(),
        decision: Decision::Permit,
        reason: None,
        status: "ok".to_owned(),
        policy: "0".to_owned(),
        account: "account-1".to_owned(),
        organisation: "zsm".to_owned(),
        client: Some("client-1".to_owned()),
        roles: vec!["zsm_coordinator".to_owned(), "a \"quoted\" \\ one".to_owned(), String::new()],
        purpose: Some("zsm".to_owned()),
        reference: Some(format!("reference-{number}")),
        subject: Some(Subject { kind: "person".to_owned(), id: format!("subject-{number}") }),
        found: true,
        categories: vec!["contact".to_owned()],
        messages: vec![told("director-1", number), told("holder-1", number)],
    }
}

pub fn told(recipient: &str, case: u32) -> Message {
    Message { recipient: recipient.to_owned(), case_id: Uuid::from_u128(case.into()) }
}

/// A question that was refused: as little in it as can be.
pub fn refusal(number: u32) -> Record {
    Record {
        decision: Decision::Deny,
        reason: Some("no_role".to_owned()),
        status: "refused".to_owned(),
        client: None,
        roles: Vec::new(),
        purpose: None,
        reference: None,
        subject: None,
        found: false,
        categories: Vec::new(),
        messages: Vec::new(),
        ..lookup(number)
    }
}

/// All records that match, read page by page, as soon as there are that many: whoever writes anywhere in
/// the server holds the horizon back.
pub async fn all(log: &AccessLog, filter: &Filter, many: usize) -> Vec<Stored> {
    let patience = tokio::time::Instant::now() + LONG;
    loop {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let Page { items, next } = log.find(filter, after, 100).await.unwrap();
            found.extend(items);
            match next {
                Some(_) => after = next,
                None => break,
            }
        }
        if found.len() >= many {
            return found;
        }
        assert!(tokio::time::Instant::now() < patience, "{} of {many} records in time", found.len());
    }
}

/// Records as soon as the log can be written.
pub async fn record_soon(log: &AccessLog, record: Record) {
    let recorded = tokio::time::timeout(LONG, async {
        while let Err(Unrecorded::Unavailable | Unrecorded::Late) = log.record(vec![record.clone()]).await {
            tokio::task::yield_now().await;
        }
    });
    recorded.await.unwrap();
}
