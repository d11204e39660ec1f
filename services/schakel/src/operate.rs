//! What an operator does beside serving: migrate, rebuild, see to the projections, rewrap
//! keys, sweep.

use std::io::{self, Write};
use std::sync::Arc;

use schakel_access_log::AccessLog;
use schakel_journal::{Journal, ProjectionStatus, Standing};
use schakel_read_models::projections;
use schakel_vault::Vault;
use sqlx::postgres::PgConnectOptions;

use crate::assembly::{self, Assembled, AssemblyError, RealSurroundings};
use crate::config::Config;
use crate::establish::{self, Beginning, EstablishError};
use crate::problem::chain;
use crate::sweeping;

/// Brings both databases to the shape that this program needs, and fills read models that changed.
///
/// # Errors
/// When the owners' connection strings are missing, or a database refuses.
pub async fn migrate(config: &Config) -> Result<(), AssemblyError> {
    let keys_role = assembly::role(&config.keys_database.service, "keys_database_url")?;
    let keys = assembly::owner(config.keys_database.owner.as_ref(), "keys_database_owner_url")?;
    Vault::migrate(&keys, &keys_role).await?;
    let role = assembly::role(&config.database.service, "database_url")?;
    let owner = data_owner(config)?;
    Journal::migrate(&owner, &role, &projections()).await?;
    AccessLog::migrate(&owner, &role).await?;
    let journal = journal(config).await?;
    for name in journal.rebuild_outdated(&owner, show_progress).await? {
        say(&format!("rebuilt {name}"));
    }
    say("migrated");
    Ok(())
}

/// Rebuilds read models beside the live ones and swaps them in; all of them when none is named.
///
/// # Errors
/// When there is no such read model, or the rebuild fails.
pub async fn rebuild(config: &Config, names: &[String]) -> Result<(), AssemblyError> {
    let (journal, owner) = (journal(config).await?, data_owner(config)?);
    for name in named_or_all(names) {
        journal.rebuild(&owner, &name, |done, total| show_progress(&name, done, total)).await?;
        say(&format!("{name}: rebuilt and swapped in"));
    }
    Ok(())
}

/// Compares read models with what a rebuild gives; answers whether all are equal.
///
/// # Errors
/// When there is no such read model, or the rebuild fails.
pub async fn compare(config: &Config, names: &[String]) -> Result<bool, AssemblyError> {
    let (journal, owner) = (journal(config).await?, data_owner(config)?);
    let mut equal = true;
    for name in named_or_all(names) {
        let comparison = journal.compare(&owner, &name).await?;
        equal &= comparison.is_equal();
        for table in &comparison.tables {
            let (missing, surplus) = (table.missing, table.surplus);
            say(&format!("{name}.{}: {missing} rows missing, {surplus} too many", table.table));
        }
    }
    Ok(equal)
}

/// Shows how each projection stands.
///
/// # Errors
/// When the database does not answer.
pub async fn status(config: &Config) -> Result<(), AssemblyError> {
    for status in journal(config).await?.status().await? {
        say(&describe(&status));
    }
    Ok(())
}

/// Lets a stopped projection try again.
///
/// # Errors
/// When it did not stop, or stops again.
pub async fn retry(config: &Config, name: &str) -> Result<(), AssemblyError> {
    journal(config).await?.retry(name).await?;
    say(&format!("{name}: tries again"));
    Ok(())
}

/// Lets a stopped projection leave out the event that it cannot digest; who and why is recorded.
///
/// # Errors
/// When it did not stop.
pub async fn skip(config: &Config, name: &str, reason: &str, operator: &str) -> Result<(), AssemblyError> {
    journal(config).await?.skip(name, reason, operator).await?;
    say(&format!("{name}: left the event out"));
    Ok(())
}

/// Wraps every data key anew with the newest key-encryption key; touches no event.
///
/// # Errors
/// When the keys database does not answer, or a key cannot be unwrapped.
pub async fn rewrap(config: &Config) -> Result<(), AssemblyError> {
    let count = journal(config).await?.vault().rewrap().await?;
    say(&format!("{count} keys wrapped anew"));
    Ok(())
}

/// Erases the cases whose term has passed, and finishes what was broken off; answers whether nothing
/// failed.
///
/// # Errors
/// When it is not known which cases are due.
pub async fn sweep(config: &Config) -> Result<bool, AssemblyError> {
    let Assembled { application, .. } = assembly::application(config, Arc::new(RealSurroundings)).await?;
    let Some(swept) = sweeping::sweep(&application).await? else {
        say("another process is sweeping");
        return Ok(true);
    };
    say(&format!("{} erased, {} finished, {} failed", swept.erased, swept.finished, swept.failures.len()));
    for error in &swept.failures {
        say(&format!("a case was not erased: {}", chain(error)));
    }
    Ok(swept.failures.is_empty())
}

/// Registers what a House begins with, while nobody can do so through the doors.
///
/// # Errors
/// When somebody can, or something is not accepted.
pub async fn establish(config: &Config, beginning: Beginning) -> Result<(), EstablishError> {
    let assembled = assembly::application(config, Arc::new(RealSurroundings)).await;
    let Assembled { application, .. } = assembled.map_err(EstablishError::Assembly)?;
    if establish::is_established(&*application.standing().await?, application.today()) {
        return Err(EstablishError::Established);
    }
    beginning.establish(&application).await?;
    say("established");
    Ok(())
}

async fn journal(config: &Config) -> Result<Journal, AssemblyError> {
    let Assembled { application, .. } = assembly::application(config, Arc::new(RealSurroundings)).await?;
    Ok(application.journal().clone())
}

fn data_owner(config: &Config) -> Result<PgConnectOptions, AssemblyError> {
    assembly::owner(config.database.owner.as_ref(), "database_owner_url")
}

fn named_or_all(names: &[String]) -> Vec<String> {
    match names {
        [] => projections().iter().map(|projection| projection.name().to_owned()).collect(),
        names => names.to_vec(),
    }
}

fn describe(status: &ProjectionStatus) -> String {
    let standing = match &status.standing {
        Standing::Stopped(stop) => {
            format!("STOPPED at {} ({}): {}", stop.place, stop.event_type, stop.failure)
        }
        Standing::Rebuilding => "being built".to_owned(),
        Standing::Live if !status.current => "live, but in another version than this program's".to_owned(),
        Standing::Live if status.stalled => "STALLED".to_owned(),
        Standing::Live => "live".to_owned(),
    };
    format!("{}: {standing}, {} events behind", status.name, status.lag)
}

fn show_progress(name: &str, done: u64, total: u64) {
    say(&format!("{name}: {done} of {total} events"));
}

/// Says something to the operator; when nobody listens any more, the work goes on.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
