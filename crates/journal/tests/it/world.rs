//! A database of one's own with a journal on it, for each test.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use schakel_connections::Pool;
use schakel_embedded_postgres::{Postgres, shared};
use schakel_journal::{
    ExecuteError, IdempotencyKey, Journal, Metadata, Place, Projection, Receipt, Recorded, Request, Timing,
};
use schakel_vault::{Secrets, Vault};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::dossier::{Command, Dossier, Facts, Refusal, upcasters};
use crate::projections::{Illness, Totals};

pub const SERVICE: &str = "journal_service";
/// Bounds a wait for something that must happen; a passing test never waits this long.
pub const LONG: Duration = Duration::from_secs(60);

/// One world at a time on the shared server: its horizon is everybody's, and two tests that each hold
/// a transaction open and wait for their readers would wait for each other for ever.
static TURN: Semaphore = Semaphore::const_new(1);

pub struct World {
    _turn: Option<SemaphorePermit<'static>>,
    pub owner: PgPool,
    pub journal: Journal,
    pub vault: Vault,
    pub projections: Vec<Arc<dyn Projection>>,
    pub options: PgConnectOptions,
    pub data: String,
    secrets: String,
}

impl World {
    /// A sound inline projection (`register`) and a sound following one (`follower`).
    pub async fn new() -> Self {
        let sound = Illness::none();
        Self::with(vec![Totals::inline(&sound), Totals::following(&sound)]).await
    }

    pub async fn with(projections: Vec<Arc<dyn Projection>>) -> Self {
        let turn = TURN.acquire().await.unwrap();
        Self { _turn: Some(turn), ..Self::on(shared().await, projections).await }
    }

    pub async fn on(postgres: &Postgres, projections: Vec<Arc<dyn Projection>>) -> Self {
        let name = Uuid::new_v4().simple().to_string();
        let (data, keys) = (format!("data_{name}"), format!("keys_{name}"));
        postgres.create_database(&data).await.unwrap();
        postgres.create_database(&keys).await.unwrap();
        let owner = pool(postgres.options(&data)).await;
        create_role(&owner).await;
        let keys_owner = pool(postgres.options(&keys)).await;
        Vault::migrate(&keys_owner.connect_options(), SERVICE).await.unwrap();
        keys_owner.close().await;
        let keys = Pool::open(postgres.options(&keys).username(SERVICE), 12).await.unwrap();
        let (secrets, text) = Secrets::generate().unwrap();
        let vault = Vault::new(keys, secrets);
        Journal::migrate(&owner.connect_options(), SERVICE, &projections).await.unwrap();
        let options = postgres.options(&data).username(SERVICE);
        let journal = journal_at(options.clone(), &vault, &projections).await;
        Self { _turn: None, owner, journal, vault, projections, options, data, secrets: text }
    }

    /// The same database from another process, as far as the database can tell.
    pub async fn another(&self) -> Journal {
        self.reached_through(self.options.clone()).await
    }

    pub async fn reached_through(&self, options: PgConnectOptions) -> Journal {
        journal_at(options, &self.vault, &self.projections).await
    }

    /// The same database from a program with other projections.
    pub async fn program(&self, projections: &[Arc<dyn Projection>]) -> Journal {
        journal_at(self.options.clone(), &self.vault, projections).await
    }

    pub fn secrets(&self) -> Secrets {
        Secrets::parse(&self.secrets).unwrap()
    }

    pub async fn count(&self, query: &str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.owner).await.unwrap()
    }

    pub async fn events(&self) -> i64 {
        self.count("select count(*) from journal.events").await
    }

    /// Whether the live read model holds the rows that a rebuild gives; fails with the difference.
    pub async fn assert_equals_rebuilt(&self, projection: &str) {
        let comparison = self.journal.compare(&self.owner.connect_options(), projection).await.unwrap();
        assert!(comparison.is_equal(), "{projection}: {comparison:?}");
        assert!(!comparison.tables.is_empty());
    }

    /// Lets the following projections reach the end of the log, and leaves nobody running.
    pub async fn catch_up(&self) {
        let running = Running::start(&self.journal);
        let end = end_of_log(&self.owner).await;
        self.journal.ready_within("follower", Some(end), LONG).await.unwrap();
        running.stop().await;
    }
}

/// The first events of the log, as soon as there are that many: whoever writes anywhere in the
/// server holds the horizon back.
pub async fn first_events(journal: &Journal, many: usize) -> Vec<Recorded> {
    loop {
        let log = journal.read_log(None, 1000).await.unwrap();
        if log.len() >= many {
            return log;
        }
    }
}

pub async fn end_of_log(owner: &PgPool) -> Place {
    let token: Option<String> = sqlx::query_scalar(
        "select epoch || '.' || tx_id::text || '.' || position from journal.events
         order by epoch desc, tx_id desc, position desc limit 1",
    )
    .fetch_optional(owner)
    .await
    .unwrap();
    token.map_or(Place::START, |token| token.parse().unwrap())
}

/// `run_projections` in a task.
pub struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub fn start(journal: &Journal) -> Self {
        let (journal, shutdown) = (journal.clone(), CancellationToken::new());
        let token = shutdown.clone();
        let task = tokio::spawn(async move { journal.run_projections(token).await });
        Self { shutdown, task }
    }

    pub async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
    }

    /// As in a crash: wherever it is, it goes no further.
    pub async fn abort(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

pub async fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new().max_connections(12).connect_with(options).await.unwrap()
}

async fn journal_at(
    options: PgConnectOptions,
    vault: &Vault,
    projections: &[Arc<dyn Projection>],
) -> Journal {
    let pool = Pool::open(Journal::connect_options(options, projections), 12).await.unwrap();
    Journal::new(pool, vault.clone(), projections.to_vec(), upcasters).with_timing(Timing {
        poll: Duration::from_millis(100),
        ready_wait: LONG,
        ..Timing::default()
    })
}

/// Roles belong to the whole server, and tests run at the same time.
async fn create_role(owner: &PgPool) {
    let create = format!(
        "do $$ begin create role {SERVICE} login;
         exception when duplicate_object or unique_violation then null; end $$"
    );
    sqlx::raw_sql(&create).execute(owner).await.unwrap();
}

pub fn metadata(action: &str) -> Metadata {
    Metadata {
        command_id: Uuid::new_v4(),
        causation: None,
        correlation: "trace-1".to_owned(),
        actor: "actor-1".to_owned(),
        organisation: "organisation-1".to_owned(),
        roles: vec!["coordinator".to_owned(), "reader".to_owned()],
        purpose: Some("care".to_owned()),
        action: action.to_owned(),
        at: Utc::now(),
    }
}

pub fn request() -> Request {
    Request { idempotency: None, expected_version: None, metadata: metadata("TestDossier") }
}

pub fn keyed(key: &str) -> Request {
    Request { idempotency: Some(idempotency_key(key)), ..request() }
}

pub fn idempotency_key(key: &str) -> IdempotencyKey {
    IdempotencyKey { owner: "client-1".to_owned(), key: key.to_owned(), fingerprint: [7; 32] }
}

pub fn expecting(version: u64) -> Request {
    Request { expected_version: Some(version), ..request() }
}

pub type Outcome = Result<Receipt, ExecuteError<Refusal>>;

pub async fn execute(journal: &Journal, id: &str, command: Command, request: &Request) -> Outcome {
    journal.execute::<Dossier>(id, command, &Facts::default(), request).await
}

pub async fn open(journal: &Journal, id: &str) -> Receipt {
    execute(journal, id, Command::open(), &request()).await.unwrap()
}

pub async fn note(journal: &Journal, id: &str, number: i64) -> Outcome {
    execute(journal, id, Command::note(number), &request()).await
}

/// A read model's total for one dossier.
pub async fn total(journal: &Journal, projection: &str, id: &str) -> Option<i64> {
    let query = format!("select total from rm_{projection}.{projection}_totals where id = $1");
    sqlx::query_scalar(&query)
        .bind(id)
        .fetch_optional(&mut *journal.pool().lend().await.unwrap())
        .await
        .unwrap()
}
