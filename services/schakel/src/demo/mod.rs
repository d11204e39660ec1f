//! `schakel demo`: Schakel with a demo region and nothing configured, on a PostgreSQL of its own that
//! lives and dies with it.

mod cast;
mod clock;
mod house;
mod story;
mod welcome;
pub mod years;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use schakel_application::{Application, Error};
use schakel_embedded_postgres::{Postgres, Settings, StartError, can_keep_data_in};
use schakel_journal::{Journal, ProjectionStatus, Standing};
use schakel_vault::Secrets;
use sqlx::{Connection, PgConnection};
use tokio_util::sync::CancellationToken;

use crate::assembly::{self, Assembled, AssemblyError, RealSurroundings};
use crate::config::Config;
use crate::establish::{Beginning, EstablishError};
use crate::identity::demo::{Issuer, IssuerError};
use crate::operate;

pub use cast::{account_of, organisation_of};
pub use house::keep_authorised;

/// The issuer that the demo's tokens name.
pub const ISSUER: &str = "https://issuer.schakel.example";
/// The audience that the demo's tokens name.
pub const AUDIENCE: &str = "schakel";
/// The region of the demo.
const REGION: &str = include_str!("../../../../regions/hollands-midden.toml");
/// Its organisations, people and covenant.
const HOUSE: &str = include_str!("house.toml");
/// How long ago the demo's House began, where no years come before its cases: before the first of those.
const BEGAN_DAYS_AGO: u64 = 230;
/// Between two looks at how far the read models are.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// The role as which the service connects.
const SERVICE_ROLE: &str = "schakel_service";

/// Why the demo does not run.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file or folder cannot be used.
    #[error("{0} cannot be used: {1}")]
    Folder(String, io::Error),
    /// PostgreSQL does not start.
    #[error(transparent)]
    Postgres(#[from] StartError),
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The configuration is wrong; every mistake is listed.
    #[error("the configuration is wrong:\n  {}", .0.join("\n  "))]
    Config(Vec<String>),
    /// Schakel cannot be put together, or stopped.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// No secrets could be made.
    #[error("no secrets could be made")]
    Secrets(#[from] schakel_vault::VaultError),
    /// The issuer of tokens failed.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The demo's House was not accepted.
    #[error(transparent)]
    House(#[from] EstablishError),
    /// The demo's own cases were not accepted.
    #[error("the demo's cases were not accepted: {0}")]
    Story(#[from] Error),
}

/// The folder in which the demo keeps its data.
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// A home in this folder, which is made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, DemoError> {
        fs::create_dir_all(folder).map_err(|error| cannot_use(folder, error))?;
        let folder = folder.canonicalize().map_err(|error| cannot_use(folder, error))?;
        Ok(Self { folder })
    }

    /// Where the issuer of tokens keeps its key.
    pub fn issuer(&self) -> PathBuf {
        self.folder.join("issuer")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where PostgreSQL keeps its data: here, or where an unprivileged user can get to.
    fn postgres(&self) -> PathBuf {
        if can_keep_data_in(&self.folder) {
            return self.file("postgres");
        }
        let name = self.folder.to_string_lossy().replace('/', "-");
        Path::new("/var/lib/schakel").join(name.trim_matches('-'))
    }

    /// Writes a file that only its owner may read, unless it is there.
    fn keep(&self, name: &str, text: &str) -> Result<PathBuf, DemoError> {
        let path = self.file(name);
        let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = match created {
            Ok(mut file) => file.write_all(text.as_bytes()).and_then(|()| file.sync_all()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        };
        written.map_err(|error| cannot_use(&path, error))?;
        Ok(path)
    }
}

/// Runs the demo until `shutdown`.
///
/// # Errors
/// See [`DemoError`].
pub async fn run(folder: &Path, with_years: bool, shutdown: CancellationToken) -> Result<(), DemoError> {
    let home = Home::open(folder)?;
    operate::say("starting PostgreSQL …");
    let postgres = Postgres::start(Settings::new(home.postgres())).await?;
    let served = serve(&home, &postgres, with_years, shutdown).await;
    postgres.stop().await?;
    served
}

async fn serve(
    home: &Home,
    postgres: &Postgres,
    with_years: bool,
    shutdown: CancellationToken,
) -> Result<(), DemoError> {
    prepare(postgres).await?;
    let config = config(home, postgres)?;
    operate::migrate(&config).await?;
    load(home, &config, with_years).await?;
    catch_up(&config).await?;
    let stopped = shutdown.clone();
    let (served, ()) = tokio::join!(assembly::run(&config, shutdown, || welcome::print(&config)), async {
        if with_years {
            tell_years(home, &config, stopped).await;
        }
    });
    Ok(served?)
}

/// Tells the synthetic years while the demo is up already. What goes wrong with them leaves the rest as it is.
async fn tell_years(home: &Home, config: &Config, stopped: CancellationToken) {
    let told = stopped.run_until_cancelled(years_told(home, config)).await;
    if let Some(Err(error)) = told {
        operate::say(&format!("the years before could not be told: {error}"));
    }
}

async fn years_told(home: &Home, config: &Config) -> Result<(), DemoError> {
    let done = home.file("demo-years-told");
    if done.exists() {
        return Ok(());
    }
    operate::say("Telling three years of a House, for its figures; that takes some minutes …");
    let clock = Arc::new(clock::SetClock::new(Arc::new(RealSurroundings)));
    let Assembled { application, .. } = assembly::application(config, clock.clone()).await?;
    let years = years::of_the_demo(&application);
    years::live(&application, &clock, &years).await?;
    operate::say(&format!("Three years are told: {}/factsheets/", config.public_url));
    fs::write(&done, "").map_err(|error| cannot_use(&done, error))
}

async fn prepare(postgres: &Postgres) -> Result<(), DemoError> {
    for database in ["schakel", "schakel_keys"] {
        postgres.create_database(database).await?;
    }
    let mut connection = PgConnection::connect_with(&postgres.options("schakel")).await?;
    let known: Option<i32> = sqlx::query_scalar("select 1 from pg_roles where rolname = $1")
        .bind(SERVICE_ROLE)
        .fetch_optional(&mut connection)
        .await?;
    if known.is_none() {
        sqlx::query(&format!("create role {SERVICE_ROLE} login")).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}

/// The configuration of the demo; the environment goes first, as always.
fn config(home: &Home, postgres: &Postgres) -> Result<Config, DemoError> {
    let (_, secrets) = Secrets::generate()?;
    let secrets = home.keep("secrets.toml", &secrets)?;
    let region = home.file("region.toml");
    fs::write(&region, REGION).map_err(|error| cannot_use(&region, error))?;
    let issuer = Issuer::open(&home.issuer(), ISSUER, AUDIENCE)?;
    let listen = std::env::var("SCHAKEL_LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".into());
    let admin = "schakel_admin";
    let settings = [
        ("public_url", format!("http://{listen}")),
        ("contact_name", "Team Schakel".into()),
        ("contact_email", "schakel@example.nl".into()),
        ("contact_url", "https://schakel.example.nl".into()),
        ("database_url", postgres.url("schakel", SERVICE_ROLE)),
        ("database_owner_url", postgres.url("schakel", admin)),
        ("keys_database_url", postgres.url("schakel_keys", SERVICE_ROLE)),
        ("keys_database_owner_url", postgres.url("schakel_keys", admin)),
        ("secrets_file", secrets.display().to_string()),
        ("region_file", region.display().to_string()),
        ("token_issuers", ISSUER.into()),
        ("token_audience", AUDIENCE.into()),
        ("token_key_set", issuer.key_set_file().display().to_string()),
        ("publish_factsheets", "true".into()),
        ("log", "warn".into()),
    ];
    let settings = settings.map(|(name, value)| (format!("SCHAKEL_{}", name.to_ascii_uppercase()), value));
    Config::for_demo(settings.into_iter().chain(std::env::vars())).map_err(DemoError::Config)
}

/// Loads the demo's cases once; broken off, it goes on where it was.
async fn load(home: &Home, config: &Config, with_years: bool) -> Result<(), DemoError> {
    let clock = Arc::new(clock::SetClock::new(Arc::new(RealSurroundings)));
    let Assembled { application, .. } = assembly::application(config, clock.clone()).await?;
    let beginning = Beginning::parse(HOUSE)?;
    match years::beginning(&years::of_the_demo(&application)).filter(|_| with_years) {
        Some(day) => clock.set_day(day),
        None => clock.set_days_ago(BEGAN_DAYS_AGO),
    }
    beginning.establish(&application).await?;
    clock.set_days_ago(0);
    keep_authorised(&application).await?;
    let done = home.file("demo-region-loaded");
    if done.exists() {
        return Ok(());
    }
    operate::say("loading the demo region …");
    story::tell(&Teller { application, clock }).await?;
    fs::write(&done, "").map_err(|error| cannot_use(&done, error))
}

/// Waits until the read models show what the log holds: the first calls are copied by people who send no
/// position along.
async fn catch_up(config: &Config) -> Result<(), DemoError> {
    let Assembled { application, .. } = assembly::application(config, Arc::new(RealSurroundings)).await?;
    let journal = application.journal();
    let caught_up = CancellationToken::new();
    let (done, ()) = tokio::join!(
        async {
            let done = await_read_models(journal).await;
            caught_up.cancel();
            done
        },
        journal.run_projections(caught_up.clone()),
    );
    done
}

async fn await_read_models(journal: &Journal) -> Result<(), DemoError> {
    loop {
        let statuses = journal.status().await.map_err(AssemblyError::from)?;
        let is_behind =
            |status: &ProjectionStatus| status.lag > 0 && !matches!(status.standing, Standing::Stopped(_));
        if !statuses.iter().any(is_behind) {
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Who tells the story: an application whose clock can be set.
pub(crate) struct Teller {
    application: Application,
    clock: Arc<clock::SetClock>,
}

fn cannot_use(path: &Path, error: io::Error) -> DemoError {
    DemoError::Folder(path.display().to_string(), error)
}
