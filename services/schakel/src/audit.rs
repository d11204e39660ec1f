//! What an operator does with the access log: verify it, take its heads to keep elsewhere, export it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Subcommand, ValueEnum};
use schakel_access_log::{AccessLog, Filter, Head, Stored, decision, processing, verify};
use serde_json::Value;

use crate::assembly::{self, Assembled, AssemblyError, RealSurroundings, chain_key};
use crate::commands::{CommandError, Configured};
use crate::config::Config;
use crate::operate::say;

/// How many records are exported at a time.
const PAGE: usize = 500;

/// What can be done with the access log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Find what was changed, removed or inserted in the access log; one line for each.
    Verify {
        /// From which file the configuration comes.
        #[command(flatten)]
        configured: Configured,
        /// File with heads that were kept elsewhere.
        #[arg(long)]
        anchors: Option<PathBuf>,
    },
    /// Print the heads of the access log, to be kept elsewhere.
    Heads(Configured),
    /// Print the access log, one JSON document a line.
    Export {
        /// From which file the configuration comes.
        #[command(flatten)]
        configured: Configured,
        /// In which form.
        #[arg(long)]
        form: Form,
        /// From this date on (UTC).
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Before this date (UTC).
        #[arg(long)]
        until: Option<NaiveDate>,
    },
}

/// A form of the exported access log.
#[derive(Clone, Copy, ValueEnum)]
pub enum Form {
    /// Spans of the processing log (OTLP/JSON).
    Processing,
    /// Decisions in the shape of AuthZEN.
    Decisions,
}

impl AuditCommand {
    /// Does it.
    ///
    /// # Errors
    /// When the log is not whole, or the database does not answer.
    pub fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Verify { configured, anchors } => {
                configured.run(false, async |config| match is_whole(&config, anchors.as_deref()).await? {
                    true => Ok(()),
                    false => Err(CommandError::NotWhole),
                })
            }
            Self::Heads(configured) => configured.run(false, async |config| print_heads(&config).await),
            Self::Export { configured, form, from, until } => {
                let filter =
                    Filter { from: from.map(midnight), until: until.map(midnight), ..Filter::default() };
                configured.run(false, async |config| export(&config, form, &filter).await)
            }
        }
    }
}

async fn is_whole(config: &Config, anchors: Option<&Path>) -> Result<bool, CommandError> {
    let anchors = anchors.map(read_anchors).transpose()?.unwrap_or_default();
    let Assembled { application, .. } = assembly::application(config, Arc::new(RealSurroundings)).await?;
    let journal = application.journal();
    let found =
        verify(journal.pool(), &chain_key(journal.vault()), &anchors).await.map_err(AssemblyError::from)?;
    found.findings.iter().for_each(|finding| say(&finding.to_string()));
    if found.is_whole() {
        say(&format!("{} records of {} writers: whole", found.records, found.writers));
    }
    Ok(found.is_whole())
}

fn read_anchors(file: &Path) -> Result<Vec<Head>, CommandError> {
    let cannot_be_read = |error| AssemblyError::File(file.display().to_string(), error);
    let text = fs::read_to_string(file).map_err(cannot_be_read)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(before, line)| line.parse().map_err(|_| CommandError::Anchor(before + 1))).collect()
}

async fn print_heads(config: &Config) -> Result<(), CommandError> {
    for head in access_log(config).await?.heads().await.map_err(AssemblyError::from)? {
        writeln!(io::stdout(), "{head}")?;
    }
    Ok(())
}

async fn export(config: &Config, form: Form, filter: &Filter) -> Result<(), CommandError> {
    let log = access_log(config).await?;
    let activities = format!("{}/processing-activities", config.public_url);
    let mut after = None;
    loop {
        let page = log.find(filter, after, PAGE).await.map_err(AssemblyError::from)?;
        for line in form.lines(&page.items, &activities) {
            writeln!(io::stdout(), "{line}")?;
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

impl Form {
    fn lines(self, records: &[Stored], activities: &str) -> Vec<Value> {
        match self {
            Self::Processing if records.is_empty() => Vec::new(),
            Self::Processing => vec![processing(records, activities)],
            Self::Decisions => records.iter().map(decision).collect(),
        }
    }
}

async fn access_log(config: &Config) -> Result<AccessLog, CommandError> {
    let Assembled { application, .. } = assembly::application(config, Arc::new(RealSurroundings)).await?;
    Ok(application.access_log().clone())
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}
