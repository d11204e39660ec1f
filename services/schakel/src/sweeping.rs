//! What the House's own clock brings about, beside serving: erasing what is due, and reminding of what became overdue;
//! soon after the start, and then every hour.

use std::time::Duration;

use metrics::gauge;
use schakel_application::{Application, Error, Swept};
use schakel_connections::connect;
use schakel_journal::JournalError;
use sqlx::Connection;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::problem::chain;

/// Read models may have to be brought up to date first.
const SOON: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_secs(3600);
const TRY_LEAD: &str = "select pg_try_advisory_lock(7361636806)";

/// Sweeps until `shutdown`. Of all processes one does so at a time.
pub async fn keep_sweeping(application: &Application, shutdown: &CancellationToken) {
    let mut pause = SOON;
    while shutdown.run_until_cancelled(sleep(pause)).await.is_some() {
        pause = PAUSE;
        // A sweep that is broken off is finished by the next; one that takes so long waits for a database that went
        // away without a word.
        let Some(swept) = shutdown.run_until_cancelled(timeout(PAUSE, sweep(application))).await else {
            return;
        };
        match swept {
            Ok(Ok(Some(swept))) => report(&swept),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => warn!(error = %chain(&error), "nothing was swept"),
            Err(_) => {
                warn!("a sweep was given up after an hour");
                pause = SOON;
            }
        }
    }
}

/// Sweeps once; `None` when another process is doing so. The lock goes with its connection.
///
/// # Errors
/// See [`Application::sweep`].
pub async fn sweep(application: &Application) -> Result<Option<Swept>, Error> {
    let options = application.journal().pool().connect_options();
    let mut lead = connect(&options).await.map_err(JournalError::from)?;
    if !sqlx::query_scalar(TRY_LEAD).fetch_one(&mut lead).await.map_err(JournalError::from)? {
        return Ok(None);
    }
    let swept = application.sweep().await?;
    let reminded = application.remind().await?;
    if reminded > 0 {
        info!(cases = reminded, "reminded of what became overdue");
    }
    gauge!("work_overdue_cases").set(application.overdue().await? as f64);
    gauge!("sweep_failures").set(swept.failures.len() as f64);
    gauge!("sweep_finished_timestamp_seconds").set(application.now().timestamp() as f64);
    lead.close().await.map_err(JournalError::from)?;
    Ok(Some(swept))
}

/// What failed is said once, here.
fn report(swept: &Swept) {
    for error in &swept.failures {
        warn!(error = %chain(error), "a case was not erased");
    }
    if swept.erased > 0 || swept.finished > 0 {
        info!(erased = swept.erased, finished = swept.finished, "swept");
    }
}
