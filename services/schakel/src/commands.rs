//! What the binary can be told to do.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use schakel_access::Role;
use schakel_domain::code::Code;

use crate::config::{Contact, SETTINGS};
use crate::identity::demo::{Issuer, IssuerError};
use crate::openapi::{self, About};
use crate::operations::operations;

/// A command.
#[derive(Subcommand)]
pub enum Command {
    /// Print the REST contract (OpenAPI 3.1).
    Openapi(OpenapiCommand),
    /// Print a token of the demonstration's issuer.
    Token(TokenCommand),
    /// Print every setting of the configuration.
    Settings,
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
    #[arg(long, env = "SCHAKEL_ISSUER_FOLDER")]
    folder: PathBuf,
    /// Issuer that the token names.
    #[arg(long, default_value = "https://issuer.schakel.example")]
    issuer: String,
    /// Audience that the token names.
    #[arg(long, default_value = "schakel")]
    audience: String,
    /// Account.
    #[arg(long)]
    account: String,
    /// Code of the organisation.
    #[arg(long)]
    organisation: String,
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
    /// The output could not be written.
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}

impl Command {
    /// Does it.
    pub fn run(self) -> ExitCode {
        let done = match self {
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
        let token = issuer.mint(&self.account, &self.organisation, &self.roles, valid_for)?;
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
