//! What the binary can be told to do.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use schakel_access::Role;
use schakel_domain::code::Code;
use schakel_vault::Secrets;
use tokio::runtime::Runtime;

use crate::assembly::{self, AssemblyError};
use crate::audit::AuditCommand;
use crate::config::{Config, Contact, SETTINGS};
use crate::demo::{self, DemoError};
use crate::establish::{Beginning, EstablishError};
use crate::identity::demo::{Issuer, IssuerError};
use crate::openapi::{self, About};
use crate::operate;
use crate::operations::operations;
use crate::{serve, telemetry};

/// A command.
#[derive(Subcommand)]
pub enum Command {
    /// Run Schakel with a demo region and nothing configured.
    Demo(DemoCommand),
    /// Serve both APIs.
    Serve(Configured),
    /// Bring both databases to the shape that this program needs.
    Migrate(Configured),
    /// Build read models anew beside the live ones and swap them in.
    Rebuild(RebuildCommand),
    /// See to the projections.
    #[command(subcommand)]
    Projections(ProjectionsCommand),
    /// See to the access log: who saw what.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Wrap every data key anew with the newest key-encryption key.
    RewrapKeys(Configured),
    /// Register the first organisations, people and covenant of a House from a file, once.
    Establish(EstablishCommand),
    /// Erase the cases whose term has passed, and finish what was broken off.
    Sweep(Configured),
    /// Print a new secrets file: key-encryption key, pepper, fingerprint key.
    GenerateSecrets,
    /// Print the REST contract (OpenAPI 3.1).
    Openapi(OpenapiCommand),
    /// Print a token of the demonstration's issuer.
    Token(TokenCommand),
    /// Print every setting of the configuration.
    Settings,
}

/// Where the demo keeps its data.
#[derive(Args)]
pub struct DemoCommand {
    /// Folder of the demo.
    #[arg(long, default_value = ".schakel")]
    folder: PathBuf,
    /// Without the three years that its figures are about.
    #[arg(long)]
    without_years: bool,
}

/// From which file the configuration comes.
#[derive(Args)]
pub struct Configured {
    /// Configuration file; the environment goes first.
    #[arg(long, env = "SCHAKEL_CONFIG")]
    config: Option<PathBuf>,
}

/// Which read models are built anew.
#[derive(Args)]
pub struct RebuildCommand {
    #[command(flatten)]
    configured: Configured,
    /// Only compare them with the live ones.
    #[arg(long)]
    check: bool,
    /// Names; all of them when none is given.
    names: Vec<String>,
}

/// With what a House begins.
#[derive(Args)]
pub struct EstablishCommand {
    #[command(flatten)]
    configured: Configured,
    /// File with the first organisations, people and covenant.
    file: PathBuf,
}

/// What can be done about projections.
#[derive(Subcommand)]
pub enum ProjectionsCommand {
    /// Show how each stands.
    Status(Configured),
    /// Let a stopped one try again.
    Retry {
        /// From which file the configuration comes.
        #[command(flatten)]
        configured: Configured,
        /// Name.
        name: String,
    },
    /// Let a stopped one leave out the event that it cannot digest; who and why is recorded.
    Skip {
        /// From which file the configuration comes.
        #[command(flatten)]
        configured: Configured,
        /// Name.
        name: String,
        /// Why.
        #[arg(long)]
        reason: String,
        /// Who decides so.
        #[arg(long)]
        operator: String,
    },
}

/// Where the printed contract says that the service is.
#[derive(Args)]
pub struct OpenapiCommand {
    /// Public address of the service.
    #[arg(long, default_value = "https://schakel.example.nl")]
    public_url: String,
    /// Whom integrators can ask.
    #[arg(long, default_value = "Team Schakel")]
    contact_name: String,
    /// Their mail address.
    #[arg(long, default_value = "schakel@example.nl")]
    contact_email: String,
    /// Their page.
    #[arg(long, default_value = "https://schakel.example.nl")]
    contact_url: String,
}

/// Whom the token is for.
#[derive(Args)]
pub struct TokenCommand {
    /// Folder of the issuer.
    #[arg(long, env = "SCHAKEL_ISSUER_FOLDER", default_value = ".schakel/issuer")]
    folder: PathBuf,
    /// Issuer that the token names.
    #[arg(long, default_value = demo::ISSUER)]
    issuer: String,
    /// Audience that the token names.
    #[arg(long, default_value = demo::AUDIENCE)]
    audience: String,
    /// Account; whoever holds the first role in the demo when left out.
    #[arg(long)]
    account: Option<String>,
    /// Code of the organisation; that of the first role in the demo when left out.
    #[arg(long)]
    organisation: Option<String>,
    /// Codes of the roles.
    #[arg(long = "role", value_parser = role, required = true)]
    roles: Vec<Role>,
    /// How long it is valid.
    #[arg(long, default_value_t = 3600)]
    seconds: u64,
}

fn role(code: &str) -> Result<Role, String> {
    let codes = || Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ");
    Role::from_code(code).ok_or_else(|| format!("one of: {}", codes()))
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No token could be issued.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// Schakel cannot be put together, or stopped.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// The demo does not run.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The configuration is wrong; every mistake is listed.
    #[error("the configuration is wrong:\n  {}", .0.join("\n  "))]
    Config(Vec<String>),
    /// The log cannot be written.
    #[error(transparent)]
    Telemetry(#[from] telemetry::TelemetryError),
    /// A read model differs from what a rebuild gives.
    #[error("a read model differs from what a rebuild gives")]
    Different,
    /// The House was not established.
    #[error(transparent)]
    Establish(#[from] EstablishError),
    /// A case that is due was not erased.
    #[error("a case that is due was not erased")]
    Unswept,
    /// The access log is not what was written; what is wrong was said.
    #[error("the access log is not whole")]
    NotWhole,
    /// A line of the file of anchors is none.
    #[error("line {0} of the anchors is no head: it must be `writer seq mac`")]
    Anchor(usize),
    /// No secrets could be made.
    #[error("no secrets could be made")]
    Secrets(#[from] schakel_vault::VaultError),
    /// The output could not be written.
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}

impl Command {
    /// Does it.
    pub fn run(self) -> ExitCode {
        let done = match self {
            Self::Demo(command) => command.run(),
            Self::Serve(configured) => configured.run(true, async |config| {
                assembly::run(&config, serve::stop_on_signal()?, || {}).await.map_err(CommandError::from)
            }),
            Self::Migrate(configured) => {
                configured.run(false, async |config| Ok(operate::migrate(&config).await?))
            }
            Self::Rebuild(command) => command.run(),
            Self::Projections(command) => command.run(),
            Self::Audit(command) => command.run(),
            Self::RewrapKeys(configured) => {
                configured.run(false, async |config| Ok(operate::rewrap(&config).await?))
            }
            Self::Establish(command) => command.run(),
            Self::Sweep(configured) => {
                configured.run(false, async |config| match operate::sweep(&config).await? {
                    true => Ok(()),
                    false => Err(CommandError::Unswept),
                })
            }
            Self::GenerateSecrets => generate_secrets(),
            Self::Openapi(command) => command.run(),
            Self::Token(command) => command.run(),
            Self::Settings => settings(),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        }
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    // Standard error is gone or full: there is nobody left to tell.
    let _ = writeln!(io::stderr(), "schakel: {error}");
    ExitCode::FAILURE
}

impl DemoCommand {
    fn run(self) -> Result<(), CommandError> {
        telemetry::log("warn")?;
        let runtime = Runtime::new()?;
        runtime.block_on(async {
            Ok(demo::run(&self.folder, !self.without_years, serve::stop_on_signal()?).await?)
        })
    }
}

impl Configured {
    fn load(&self) -> Result<Config, CommandError> {
        Config::load(self.config.as_deref()).map_err(CommandError::Config)
    }

    /// Does the work with this configuration, and keeps a log of it if `logs`.
    pub(crate) fn run(
        self,
        logs: bool,
        work: impl AsyncFnOnce(Config) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let config = self.load()?;
        if logs {
            telemetry::log(&config.log)?;
        }
        Runtime::new()?.block_on(work(config))
    }
}

impl RebuildCommand {
    fn run(self) -> Result<(), CommandError> {
        let Self { configured, check, names } = self;
        configured.run(false, async |config| match check {
            false => Ok(operate::rebuild(&config, &names).await?),
            true if operate::compare(&config, &names).await? => Ok(()),
            true => Err(CommandError::Different),
        })
    }
}

impl ProjectionsCommand {
    fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Status(configured) => {
                configured.run(false, async |config| Ok(operate::status(&config).await?))
            }
            Self::Retry { configured, name } => {
                configured.run(false, async |config| Ok(operate::retry(&config, &name).await?))
            }
            Self::Skip { configured, name, reason, operator } => configured
                .run(false, async |config| Ok(operate::skip(&config, &name, &reason, &operator).await?)),
        }
    }
}

impl EstablishCommand {
    fn run(self) -> Result<(), CommandError> {
        let beginning = Beginning::parse(&fs::read_to_string(&self.file)?)?;
        self.configured.run(false, async |config| Ok(operate::establish(&config, beginning).await?))
    }
}

fn generate_secrets() -> Result<(), CommandError> {
    let (_, text) = Secrets::generate()?;
    Ok(write!(io::stdout(), "{text}")?)
}

impl OpenapiCommand {
    fn run(self) -> Result<(), CommandError> {
        let about = About {
            public_url: self.public_url.trim_end_matches('/').to_owned(),
            contact: Contact { name: self.contact_name, email: self.contact_email, url: self.contact_url },
        };
        let document = openapi::document(operations().iter(), &about);
        Ok(writeln!(io::stdout(), "{document:#}")?)
    }
}

impl TokenCommand {
    fn run(self) -> Result<(), CommandError> {
        let issuer = Issuer::open(&self.folder, &self.issuer, &self.audience)?;
        let valid_for = Duration::from_secs(self.seconds);
        let first = self.roles.first().copied().unwrap_or(Role::Reporter);
        let account = self.account.unwrap_or_else(|| demo::account_of(first));
        let organisation = self.organisation.unwrap_or_else(|| demo::organisation_of(first).to_owned());
        let token = issuer.mint(&account, &organisation, &self.roles, valid_for)?;
        Ok(writeln!(io::stdout(), "{token}")?)
    }
}

fn settings() -> Result<(), CommandError> {
    for setting in SETTINGS {
        let variable = setting.name.to_ascii_uppercase();
        let default = setting.default.map(|value| format!(" [{value}]")).unwrap_or_default();
        writeln!(io::stdout(), "{} (SCHAKEL_{variable}): {}{default}", setting.name, setting.about)?;
    }
    Ok(())
}
