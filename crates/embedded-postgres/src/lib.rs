//! A private PostgreSQL that starts and ends with the process.
//!
//! The server listens on a Unix socket in a folder of its own only, runs as an unprivileged user
//! when the program runs as root, and ends when the program ends, also after `kill -9`. Linux only:
//! it needs `/proc` and `setpriv` (util-linux).

mod account;
mod binaries;
mod data;
mod error;
mod scratch;
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::OnceCell;
use tokio::task;
use tokio::time::{self, Instant};

pub use crate::error::StartError;

use crate::account::Account;
use crate::data::DataFolder;
use crate::error::During;
use crate::scratch::Scratch;
use crate::server::Server;

const SUPERUSER: &str = "schakel_admin";
const PORT: u16 = 5432;
/// Long enough for recovery after a crash.
const READY_WITHIN: Duration = Duration::from_secs(120);

/// How to run a private PostgreSQL.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder for the data, made when absent. One process uses it at a time.
    pub data_dir: PathBuf,
    /// The data need not survive a crash of the machine: writes are not forced to disk.
    pub ephemeral: bool,
    /// Folder with PostgreSQL's programs; found by itself when absent.
    pub bin_dir: Option<PathBuf>,
    /// How many connections are accepted at once.
    pub max_connections: u32,
    /// More server parameters, by name; they win over those of this crate, save for the socket.
    pub parameters: Vec<(String, String)>,
}

impl Settings {
    /// Data that is kept in `data_dir`, and everything else as usual.
    pub fn new(data_dir: impl Into<PathBuf>) -> Settings {
        Settings {
            data_dir: data_dir.into(),
            ephemeral: false,
            bin_dir: None,
            max_connections: 200,
            parameters: Vec::new(),
        }
    }
}

/// A running private PostgreSQL.
///
/// Dropping it stops the server and waits until it is gone, which blocks for a moment: prefer
/// [`Postgres::stop`] in async code.
#[derive(Debug)]
pub struct Postgres {
    // Dropped in this order: the server ends before its folders are let go.
    server: Server,
    scratch: Scratch,
    _data: DataFolder,
    bin_dir: PathBuf,
}

impl Postgres {
    /// Starts a server on the data folder, which is initialised when it is new (checksums, UTF-8),
    /// and waits until it accepts connections.
    ///
    /// A server that an earlier, killed owner of the folder left behind is waited for first.
    ///
    /// # Errors
    /// Each [`StartError`] says what stands in the way; nothing is left running.
    pub async fn start(settings: Settings) -> Result<Postgres, StartError> {
        blocking(move || {
            let account = Account::for_data(&data::pgdata_in(&settings.data_dir))?;
            let scratch = Scratch::new(&account)?;
            boot(&settings, &account, scratch)
        })
        .await?
        .ready()
        .await
    }

    /// Starts a throw-away server in a temporary folder, for tests and benchmarks. The folder goes
    /// with it, or with the process.
    ///
    /// # Errors
    /// As [`Postgres::start`].
    pub async fn start_temporary() -> Result<Postgres, StartError> {
        blocking(|| {
            let account = Account::for_new_data()?;
            let scratch = Scratch::new(&account)?;
            let settings = Settings { ephemeral: true, ..Settings::new(scratch.path().join("data")) };
            boot(&settings, &account, scratch)
        })
        .await?
        .ready()
        .await
    }

    /// How to connect to a database as the superuser `schakel_admin`; `postgres` is always there.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.socket_dir())
            .port(PORT)
            .username(SUPERUSER)
            .ssl_mode(PgSslMode::Disable)
            .database(database)
    }

    /// The same as a URL, for configuration and for `psql` and `pgbench`. The names stand in it as
    /// they are: plain identifiers.
    pub fn url(&self, database: &str, user: &str) -> String {
        format!("postgres://{user}@localhost:{PORT}/{database}?host={}", self.socket_dir().display())
    }

    /// Folder of the socket.
    pub fn socket_dir(&self) -> &Path {
        self.scratch.path()
    }

    /// Folder of PostgreSQL's programs: `psql`, `pg_dump`, `pgbench` …
    pub fn bin_dir(&self) -> &Path {
        &self.bin_dir
    }

    /// Process id of the server.
    pub fn pid(&self) -> i32 {
        self.server.pid()
    }

    /// Creates a database, unless there is one of that name.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn create_database(&self, name: &str) -> Result<(), sqlx::Error> {
        let mut connection = self.options("postgres").connect().await?;
        let create = format!("create database \"{}\"", name.replace('"', "\"\""));
        let created = sqlx::query(&create).execute(&mut connection).await;
        connection.close().await?;
        match created {
            Err(sqlx::Error::Database(error)) if is_duplicate(error.code().as_deref()) => Ok(()),
            created => created.map(|_| ()),
        }
    }

    /// Stops the server and waits until it is gone. Open connections are ended; what is committed
    /// is kept.
    ///
    /// # Errors
    /// When it had to be forced, or had ended by itself with an error.
    pub async fn stop(self) -> Result<(), StartError> {
        blocking(move || match self.server.stop() {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(StartError::UncleanStop(format!("{status}: {}", self.server.log()))),
            None => Err(StartError::UncleanStop("it does not end".to_owned())),
        })
        .await
    }

    async fn ready(self) -> Result<Postgres, StartError> {
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            let attempt = time::timeout_at(deadline, self.options("postgres").connect()).await;
            match attempt {
                Ok(Ok(connection)) => {
                    // It answers, which is all that was asked.
                    let _ = connection.close().await;
                    return Ok(self);
                }
                Ok(Err(_)) if self.server.has_ended() => {
                    return Err(StartError::Died(self.server.log()));
                }
                Ok(Err(_)) => time::sleep(Duration::from_millis(10)).await,
                Err(_) => {
                    return Err(StartError::NotReady {
                        seconds: READY_WITHIN.as_secs(),
                        log: self.server.log(),
                    });
                }
            }
        }
    }
}

/// `duplicate_database`, or `unique_violation` when two create it at the same moment.
fn is_duplicate(code: Option<&str>) -> bool {
    matches!(code, Some("42P04" | "23505"))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StartError> + Send + 'static,
) -> Result<T, StartError> {
    match task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

fn boot(settings: &Settings, account: &Account, mut scratch: Scratch) -> Result<Postgres, StartError> {
    let bin_dir = binaries::find(settings.bin_dir.as_deref(), data::written_by(&settings.data_dir))?;
    let data = DataFolder::take(&settings.data_dir, account)?;
    data.initialise(settings, &bin_dir, account)?;
    let mut command = account.command(bin_dir.join("postgres"));
    command.arg("-D").arg(&data.pgdata);
    for (name, value) in parameters(settings, scratch.path()) {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    let server = Server::spawn(command).during("start", "setpriv")?;
    scratch.used_by(server.pid()).during("start", "sh")?;
    Ok(Postgres { server, scratch, _data: data, bin_dir })
}

/// The server takes the last of two values. Errors are for the client and stay out of the log, as
/// they may quote values.
fn parameters(settings: &Settings, socket_dir: &Path) -> Vec<(String, String)> {
    let durable = if settings.ephemeral { "off" } else { "on" };
    let defaults = [
        ("max_connections", settings.max_connections.to_string()),
        ("shared_buffers", "128MB".to_owned()),
        ("fsync", durable.to_owned()),
        ("full_page_writes", durable.to_owned()),
        ("timezone", "UTC".to_owned()),
        ("log_timezone", "UTC".to_owned()),
        ("log_min_messages", "log".to_owned()),
        ("log_min_error_statement", "panic".to_owned()),
        ("log_error_verbosity", "terse".to_owned()),
        ("log_checkpoints", "off".to_owned()),
    ];
    let private = [
        ("listen_addresses", String::new()),
        ("unix_socket_directories", socket_dir.display().to_string()),
        ("port", PORT.to_string()),
        ("logging_collector", "off".to_owned()),
    ];
    let owned = |(name, value): (&str, String)| (name.to_owned(), value);
    let chosen = settings.parameters.iter().cloned();
    defaults.into_iter().map(owned).chain(chosen).chain(private.into_iter().map(owned)).collect()
}

/// Whether data could be kept in this folder (it need not be there yet) by the user that would run
/// PostgreSQL: for root an unprivileged one, who cannot enter a private home.
pub fn can_keep_data_in(folder: &Path) -> bool {
    let Ok(account) = Account::for_data(&data::pgdata_in(folder)) else {
        return false;
    };
    let nearest = folder.ancestors().find(|ancestor| ancestor.exists());
    nearest.is_some_and(|ancestor| match account {
        Account::Current => account.can_use(ancestor),
        // Root makes the folder and hands it over.
        Account::Unprivileged { .. } => account.can_enter(ancestor),
    })
}

/// The server that all tests of one test program share: started on first use, ended with the
/// process.
///
/// # Panics
/// When it cannot be started: no test can go on.
pub async fn shared() -> &'static Postgres {
    static SHARED: OnceCell<Postgres> = OnceCell::const_new();
    let shared = SHARED.get_or_try_init(Postgres::start_temporary).await;
    #[expect(clippy::panic, reason = "for test programs only")]
    shared.unwrap_or_else(|error| panic!("{error}"))
}
