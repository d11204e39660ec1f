//! May a read model be asked now?

use std::time::Duration;

use sqlx::Row;
use tokio::time::{Instant, sleep};

use crate::error::NotReady;
use crate::journal::Journal;
use crate::place::Place;
use crate::projection::Mode;

/// The checkpoint may be moved by another process: looked at this often at the least.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
const FIRST_PAUSE: Duration = Duration::from_millis(5);

impl Journal {
    /// Waits, bounded by [`crate::Timing::ready_wait`], until a projection has got to a place;
    /// without a place, or for an inline projection, it only makes sure that its answers can be
    /// relied upon.
    ///
    /// # Errors
    /// See [`NotReady`]; a question must then be answered with an error, not with "not known".
    pub async fn ready_for(&self, projection: &str, at_least: Option<Place>) -> Result<(), NotReady> {
        self.ready_within(projection, at_least, self.timing.ready_wait).await
    }

    /// As [`Journal::ready_for`], with a bound of one's own.
    ///
    /// # Errors
    /// See [`NotReady`].
    pub async fn ready_within(
        &self,
        projection: &str,
        at_least: Option<Place>,
        wait: Duration,
    ) -> Result<(), NotReady> {
        let own = self.projection(projection).map_err(|_| NotReady::Unknown)?;
        let target = match own.mode() {
            Mode::Inline => Place::START,
            Mode::Following => at_least.unwrap_or(Place::START),
        };
        let deadline = Instant::now() + wait;
        let mut progress = self.signals.progress.subscribe();
        let mut pause = FIRST_PAUSE;
        loop {
            progress.borrow_and_update();
            if self.reached(projection, own.version()).await? >= target {
                return Ok(());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(NotReady::Behind);
            }
            tokio::select! {
                _ = progress.changed() => {}
                () = sleep(pause.min(left)) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    async fn reached(&self, projection: &str, version: i32) -> Result<Place, NotReady> {
        let row = sqlx::query(
            "select status, epoch, tx_id::text as tx_id, position from journal.projection
             where name = $1 and version = $2",
        )
        .bind(projection)
        .bind(version)
        .fetch_optional(&mut *self.pool.lend().await?)
        .await?
        .ok_or(NotReady::Unknown)?;
        match row.try_get("status")? {
            "live" => Ok(Place::from_row(&row)?),
            "stopped" => Err(NotReady::Stopped),
            _ => Err(NotReady::Behind),
        }
    }
}
