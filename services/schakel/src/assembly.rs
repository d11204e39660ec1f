//! Puts Schakel together from its configuration: databases, vault, journal, application, readiness.

use std::fs;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use schakel_access_log::{AccessLog, AccessLogError, ChainKey, Writer};
use schakel_application::{Application, Surroundings};
use schakel_connections::{Pool, serving};
use schakel_domain::region::Region;
use schakel_journal::{Journal, JournalError, ProjectionStatus, Standing};
use schakel_read_models::projections;
use schakel_vault::{Secrets, SecretsError, Vault, VaultError};
use sqlx::postgres::PgConnectOptions;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::config::{Config, ConnectionUrl};
use crate::health::{Need, ProjectionHealth, Readiness, Report};
use crate::serve::{self, ServeError};
use crate::sweeping;
use crate::telemetry::{self, TelemetryError};

/// Why Schakel cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// A file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(String, std::io::Error),
    /// The region file is wrong; every mistake is listed.
    #[error("the region file is wrong:\n  {}", .0.join("\n  "))]
    Region(Vec<String>),
    /// The secrets file is wrong.
    #[error("the secrets file is wrong: {0}")]
    Secrets(#[from] SecretsError),
    /// A connection string is none. It is not repeated: it may hold a password.
    #[error("{0} is no connection string of PostgreSQL")]
    ConnectionString(&'static str),
    /// A setting that this command needs is missing.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables are not there.
    #[error("the database has not been migrated: run `schakel migrate` first")]
    NotMigrated,
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The access log failed.
    #[error(transparent)]
    AccessLog(#[from] AccessLogError),
    /// The application failed.
    #[error(transparent)]
    Application(#[from] schakel_application::Error),
    /// Metrics cannot be recorded.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// The doors did not open, or the network failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
}

/// The clock and the identities of a running service.
pub struct RealSurroundings;

impl Surroundings for RealSurroundings {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock comes in")]
    fn now(&self) -> DateTime<Utc> {
        // As precise as the database keeps it.
        Utc::now().trunc_subsecs(6)
    }

    #[expect(clippy::disallowed_methods, reason = "this is where identities come in")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Schakel without its doors.
pub struct Assembled {
    /// Commands and questions.
    pub application: Application,
    /// The keys database.
    pub keys: Pool,
    /// Writes the access log; until it runs, nothing is recorded, and so nothing answered.
    pub writer: Writer,
}

/// The application of this configuration, on its databases.
///
/// # Errors
/// When a file is wrong or a database does not answer.
pub async fn application(
    config: &Config,
    surroundings: Arc<dyn Surroundings>,
) -> Result<Assembled, AssemblyError> {
    let region = region(&config.region_file)?;
    let secrets = Secrets::parse(&read(&config.secrets_file)?)?;
    let data = options(&config.database.service, "database_url")?;
    let keys = options(&config.keys_database.service, "keys_database_url")?;
    // A statement that nobody waits for any more must not hold its connection.
    let longest = config.request_timeout + Duration::from_secs(5);
    let keys = Pool::open(serving(keys, longest), config.keys_database.connections).await?;
    let data = serving(Journal::connect_options(data, &projections()), longest);
    let data = Pool::open(data, config.database.connections).await?;
    let vault = Vault::new(keys.clone(), secrets);
    let (access_log, writer) = AccessLog::open(data.clone(), chain_key(&vault));
    let journal = Journal::new(data, vault, projections(), Application::upcasters);
    let application = Application::new(journal, access_log, region, surroundings, config.limits)
        .map_err(AssemblyError::Region)?;
    Ok(Assembled { application, keys, writer })
}

/// The key of the access log's chains, derived from the vault's own.
pub fn chain_key(vault: &Vault) -> ChainKey {
    ChainKey::new(Zeroizing::new(vault.fingerprint(b"access log chain")))
}

/// Serves both APIs, leads or stands by to lead the projections, and erases what is due, until `shutdown`. `open` is told
/// as soon as the doors are.
///
/// # Errors
/// As [`application`]; when the journal is not migrated; when the doors do not open.
pub async fn run(
    config: &Config,
    shutdown: CancellationToken,
    open: impl FnOnce(),
) -> Result<(), AssemblyError> {
    // Before anything counts.
    let recorder = telemetry::metrics()?;
    let Assembled { application, keys, writer } = application(config, Arc::new(RealSurroundings)).await?;
    application.journal().check().await.map_err(not_migrated)?;
    let journal = application.journal().clone();
    let vault = journal.vault().clone();
    // Whichever stream: only whether the table is there matters.
    vault.reading_keys(&["none"]).await.map_err(keys_not_migrated)?;
    let access_log = application.access_log().clone();
    let readiness = Arc::new(Databases { journal: journal.clone(), keys, access_log });
    // It outlives the doors: what is under way when they close is recorded, too.
    let closed = CancellationToken::new();
    let stopped = shutdown.clone();
    let sweeping = application.clone();
    let (served, (), (), (), ()) = tokio::join!(
        async {
            let application = Arc::new(application);
            let served = serve::serve(application, readiness, config, recorder, shutdown.clone(), open).await;
            shutdown.cancel();
            closed.cancel();
            served
        },
        writer.run(closed.clone()),
        journal.run_projections(shutdown.clone()),
        vault.follow_destructions(async move { stopped.cancelled().await }),
        sweeping::keep_sweeping(&sweeping, &shutdown),
    );
    Ok(served?)
}

/// PostgreSQL's code for it.
const UNDEFINED_TABLE: &str = "42P01";

/// Says what to do about a database without the journal's tables.
fn not_migrated(error: JournalError) -> AssemblyError {
    match error {
        JournalError::Database(failure) if failure.code.as_deref() == Some(UNDEFINED_TABLE) => {
            AssemblyError::NotMigrated
        }
        error => error.into(),
    }
}

/// Says what to do about a keys database without its table.
fn keys_not_migrated(error: VaultError) -> AssemblyError {
    match error {
        VaultError::Database(sqlx::Error::Database(error))
            if error.code().as_deref() == Some(UNDEFINED_TABLE) =>
        {
            AssemblyError::NotMigrated
        }
        error => error.into(),
    }
}

/// The region file, checked.
///
/// # Errors
/// When it cannot be read, or with every mistake in it.
pub fn region(file: &Path) -> Result<Region, AssemblyError> {
    let text = read(file)?;
    let region: Region =
        toml::from_str(&text).map_err(|error| AssemblyError::Region(vec![error.to_string()]))?;
    match region.mistakes() {
        mistakes if mistakes.is_empty() => Ok(region),
        mistakes => Err(AssemblyError::Region(mistakes)),
    }
}

/// What the owner of a database connects with.
///
/// # Errors
/// When it is not configured, or no connection string.
pub fn owner(url: Option<&ConnectionUrl>, setting: &'static str) -> Result<PgConnectOptions, AssemblyError> {
    options(url.ok_or(AssemblyError::Missing(setting))?, setting)
}

/// The role in a connection string.
///
/// # Errors
/// When it is no connection string.
pub fn role(url: &ConnectionUrl, setting: &'static str) -> Result<String, AssemblyError> {
    Ok(options(url, setting)?.get_username().to_owned())
}

fn read(file: &Path) -> Result<String, AssemblyError> {
    fs::read_to_string(file).map_err(|error| AssemblyError::File(file.display().to_string(), error))
}

fn options(url: &ConnectionUrl, setting: &'static str) -> Result<PgConnectOptions, AssemblyError> {
    PgConnectOptions::from_str(url.expose()).map_err(|_| AssemblyError::ConnectionString(setting))
}

struct Databases {
    journal: Journal,
    keys: Pool,
    access_log: AccessLog,
}

impl Readiness for Databases {
    fn check(&self) -> BoxFuture<'_, Report> {
        async {
            let (data, keys, projections) =
                tokio::join!(answers(self.journal.pool()), answers(&self.keys), soon(self.journal.status()));
            let needs = [
                ("database", data),
                ("keys_database", keys),
                ("access_log", self.access_log.is_writing()),
                // That none is behind is known only when all were looked at.
                ("read_models", projections.is_some()),
            ];
            Report {
                ready: needs.iter().all(|(_, answers)| *answers),
                needs: needs.map(|(name, answers)| Need { name: name.into(), answers }).into(),
                projections: projections.iter().flatten().map(health).collect(),
            }
        }
        .boxed()
    }
}

async fn answers(pool: &Pool) -> bool {
    let asked = async { sqlx::query("select 1").execute(&mut *pool.lend().await?).await };
    soon(asked).await.is_some()
}

/// What is answered within a second.
async fn soon<T, E>(asked: impl Future<Output = Result<T, E>>) -> Option<T> {
    timeout(Duration::from_secs(1), asked).await.ok()?.ok()
}

fn health(status: &ProjectionStatus) -> ProjectionHealth {
    ProjectionHealth {
        name: status.name.clone(),
        lag: status.lag,
        stopped: matches!(status.standing, Standing::Stopped(_)),
        stalled: status.stalled,
    }
}
