//! What operators see and do: status, retry, skip, and forgetting expired keys.

use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::gauge;
use sqlx::postgres::PgRow;
use sqlx::{Connection, PgConnection, Row};

use crate::append::BEGIN_ALONE;
use crate::error::JournalError;
use crate::follow::BATCH;
use crate::inline::prove_sound;
use crate::journal::Journal;
use crate::log::Until;
use crate::place::Place;
use crate::projection::{Mode, Projection};

/// Lag is counted no further than this.
const MOST_LAG: i64 = 10_000;

/// Whether a projection's answers can be relied upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Live,
    /// No: it stopped at an event.
    Stopped(Stop),
    /// Not yet: it has not been filled.
    Rebuilding,
}

/// Where and why a projection stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The event's place.
    pub place: Place,
    /// The event's type.
    pub event_type: String,
    /// Why, free of personal data.
    pub failure: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a projection is doing.
#[derive(Clone, Debug)]
pub struct ProjectionStatus {
    /// Its name.
    pub name: String,
    /// The version its tables are in.
    pub version: i32,
    /// Whether this program has that version, and so keeps it in step.
    pub current: bool,
    /// When it is written.
    pub mode: Mode,
    /// Whether it can be relied upon.
    pub standing: Standing,
    /// How far it is; says nothing for a live inline projection.
    pub place: Place,
    /// Events it has yet to see, counted up to 10,000; 0 for a live inline projection.
    pub lag: u64,
    /// Whether it stands still although the log grows: lag alone looks healthy when the reader is
    /// dead (DESIGN §4.8).
    pub stalled: bool,
    /// When its checkpoint last moved.
    pub updated_at: DateTime<Utc>,
}

const STATUS: &str = "\
select name, version, mode, status, epoch, tx_id::text as tx_id, position,
       failed_place, failed_event_type, failure, failed_at, updated_at, lag,
       mode = 'following' and status = 'live'
       and greatest(updated_at, waiting_since) < clock_timestamp() - make_interval(secs => $1)
       as stalled
from journal.projection
cross join lateral (
    select count(*) as lag,
           coalesce(min(recorded_at), 'infinity') as waiting_since
    from (select recorded_at from journal.events
          where (events.epoch, events.tx_id, events.position)
                > (projection.epoch, projection.tx_id, projection.position)
            and not (mode = 'inline' and status = 'live')
          order by events.epoch, events.tx_id, events.position
          limit $2) as missing
) as log
order by name";

/// For how long the oldest event has waited that nobody may read yet: some transaction of the cluster that writes is as
/// old at the least, and holds back all that follows the log.
const HORIZON_AGE: &str = "\
select coalesce(extract(epoch from clock_timestamp() - (
    select recorded_at from journal.events
    where epoch = (select epoch from journal.log_epoch) and tx_id >= pg_snapshot_xmin(pg_current_snapshot())
    order by epoch, tx_id, position limit 1)), 0)::float8";

impl Journal {
    /// How every projection is doing. Also sets the gauges `projection_lag_events`,
    /// `projection_stopped`, `projection_stalled` and `journal_horizon_age_seconds`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status(&self) -> Result<Vec<ProjectionStatus>, JournalError> {
        let rows = sqlx::query(STATUS)
            .bind(self.timing.stall.as_secs_f64())
            .bind(MOST_LAG)
            .fetch_all(&mut *self.pool.lend().await?)
            .await?;
        gauge!("journal_horizon_age_seconds").set(self.horizon_age().await?.as_secs_f64());
        let statuses = rows.iter().map(|row| self.status_of(row)).collect::<Result<Vec<_>, _>>()?;
        for status in &statuses {
            let stopped = matches!(status.standing, Standing::Stopped(_));
            gauge!("projection_lag_events", "projection" => status.name.clone()).set(status.lag as f64);
            gauge!("projection_stopped", "projection" => status.name.clone())
                .set(f64::from(u8::from(stopped)));
            gauge!("projection_stalled", "projection" => status.name.clone())
                .set(f64::from(u8::from(status.stalled)));
        }
        Ok(statuses)
    }

    /// For how long readers of the log have been held back: since then a transaction that writes is open, here or
    /// anywhere else in the cluster.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn horizon_age(&self) -> Result<Duration, JournalError> {
        let seconds: f64 = sqlx::query_scalar(HORIZON_AGE).fetch_one(&mut *self.pool.lend().await?).await?;
        Ok(Duration::try_from_secs_f64(seconds).unwrap_or_default())
    }

    fn status_of(&self, row: &PgRow) -> Result<ProjectionStatus, sqlx::Error> {
        let name: String = row.try_get("name")?;
        let version = row.try_get("version")?;
        let lag: i64 = row.try_get("lag")?;
        let own = self.projections.iter().find(|own| own.name() == name);
        Ok(ProjectionStatus {
            current: own.is_some_and(|own| own.version() == version),
            name,
            version,
            mode: mode_of(row)?,
            standing: match row.try_get("status")? {
                "live" => Standing::Live,
                "stopped" => Standing::Stopped(stop_of(row)?),
                _ => Standing::Rebuilding,
            },
            place: Place::from_row(row)?,
            lag: lag.unsigned_abs(),
            stalled: row.try_get("stalled")?,
            updated_at: row.try_get("updated_at")?,
        })
    }

    /// Sets a stopped projection going again at the event where it stopped: its cause has been
    /// mended. An inline one is caught up before this returns.
    ///
    /// # Errors
    /// [`JournalError::NotStopped`]; for an inline one also [`JournalError::Undigestible`] when it
    /// stops again.
    pub async fn retry(&self, name: &str) -> Result<(), JournalError> {
        let projection = self.projection(name)?;
        match projection.mode() {
            Mode::Inline => self.catch_up(projection.as_ref()).await,
            Mode::Following => {
                let mut connection = self.pool.lend().await?;
                stopped_at(&mut connection, projection.as_ref()).await?;
                set_live(&mut connection, name).await?;
                self.signals.appended.notify_one();
                Ok(())
            }
        }
    }

    /// Leaves out the event at which a projection stopped, for good and on record, and sets the
    /// projection going again. A rebuild of the same version leaves the event out, too.
    ///
    /// # Errors
    /// As [`Journal::retry`].
    pub async fn skip(&self, name: &str, reason: &str, operator: &str) -> Result<(), JournalError> {
        let projection = self.projection(name)?;
        let mut connection = self.pool.lend().await?;
        let mut work = connection.begin().await?;
        let (at, failed) = stopped_at(&mut work, projection.as_ref()).await?;
        // Unless an earlier skip was interrupted before the retry.
        if at < failed {
            skip_event(&mut work, name, failed, reason, operator).await?;
        }
        work.commit().await?;
        self.retry(name).await
    }

    /// Forgets idempotency keys whose time is over; answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_expired(&self) -> Result<u64, JournalError> {
        let purged = sqlx::query("delete from journal.idempotency where expires_at <= clock_timestamp()")
            .execute(&mut *self.pool.lend().await?)
            .await?;
        Ok(purged.rows_affected())
    }

    /// Brings a stopped inline projection to the end of the log and sets it live. Appends leave it
    /// alone as long as it is stopped, so only the last stretch needs the append lock.
    async fn catch_up(&self, projection: &dyn Projection) -> Result<(), JournalError> {
        let mut connection = self.pool.lend().await?;
        loop {
            let (from, _) = stopped_at(&mut connection, projection).await?;
            let wanted = |aggregate: &str, event: &str| projection.reacts_to(aggregate, event);
            let mut batch = self.read_batch(&mut connection, from, BATCH, Until::HORIZON, wanted).await?;
            if batch.last.is_none() {
                let mut work = connection.begin_with(BEGIN_ALONE).await?;
                batch = self.read_batch(&mut work, from, BATCH, Until::END, wanted).await?;
                let is_last = (batch.spans as i64) < BATCH;
                if is_last
                    && stopped_at(&mut work, projection).await?.0 == from
                    && self.take(&mut work, projection, &batch.events, &batch.ring, false).await?.is_none()
                {
                    set_live(&mut work, projection.name()).await?;
                    return Ok(work.commit().await?);
                }
                work.rollback().await?;
            }
            // Read under the lock, a batch past the horizon is complete as well: whoever appends
            // after the lock gets a later transaction id.
            let stopped = self.advance(&mut connection, projection, "stopped", from, &batch).await?;
            if let Some(error) = stopped {
                return Err(error);
            }
        }
    }

    /// Whether the log was restored without a new epoch: it holds transactions that this server
    /// has not come to yet, and what is appended now would sort before them.
    ///
    /// # Errors
    /// [`JournalError::Restored`], or when the database fails.
    pub async fn check(&self) -> Result<(), JournalError> {
        let mut connection = self.pool.lend().await?;
        self.refuse_restored(&mut connection).await
    }

    pub(crate) async fn refuse_restored(&self, connection: &mut PgConnection) -> Result<(), JournalError> {
        let restored: Option<bool> = sqlx::query_scalar(
            "select tx_id >= pg_snapshot_xmax(pg_current_snapshot()) from journal.events
             where epoch = (select epoch from journal.log_epoch)
             order by epoch desc, tx_id desc, position desc limit 1",
        )
        .fetch_optional(connection)
        .await?;
        match restored {
            Some(true) => Err(JournalError::Restored),
            _ => Ok(()),
        }
    }
}

/// The checkpoint of a stopped projection and the place of its failure, locked in a transaction.
async fn stopped_at(
    connection: &mut PgConnection,
    projection: &dyn Projection,
) -> Result<(Place, Place), JournalError> {
    let row = sqlx::query(
        "select version, failed_place, epoch, tx_id::text as tx_id, position
         from journal.projection where name = $1 and status = 'stopped' for update",
    )
    .bind(projection.name())
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| JournalError::NotStopped(projection.name().to_owned()))?;
    if row.try_get::<i32, _>("version")? != projection.version() {
        return Err(JournalError::Outdated { projection: projection.name().to_owned() });
    }
    Ok((Place::from_row(&row)?, failed_place(&row)?))
}

async fn skip_event(
    connection: &mut PgConnection,
    name: &str,
    failed: Place,
    reason: &str,
    operator: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into journal.projection_skip
                (projection, version, place, event_type, failure, reason, operator)
         select name, version, failed_place, failed_event_type, failure, $2, $3
         from journal.projection where name = $1",
    )
    .bind(name)
    .bind(reason)
    .bind(operator)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "update journal.projection set epoch = $2, tx_id = $3::text::xid8, position = $4
         where name = $1",
    )
    .bind(name)
    .bind(failed.epoch)
    .bind(failed.tx_text())
    .bind(failed.position)
    .execute(connection)
    .await?;
    Ok(())
}

async fn set_live(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update journal.projection
         set status = 'live', failed_place = null, failed_event_type = null, failure = null,
             failed_at = null, updated_at = clock_timestamp()
         where name = $1",
    )
    .bind(name)
    .execute(&mut *connection)
    .await?;
    prove_sound(connection).await
}

pub(crate) fn mode_of(row: &PgRow) -> Result<Mode, sqlx::Error> {
    Ok(match row.try_get("mode")? {
        "inline" => Mode::Inline,
        _ => Mode::Following,
    })
}

fn stop_of(row: &PgRow) -> Result<Stop, sqlx::Error> {
    Ok(Stop {
        place: failed_place(row)?,
        event_type: row.try_get("failed_event_type")?,
        failure: row.try_get("failure")?,
        at: row.try_get("failed_at")?,
    })
}

fn failed_place(row: &PgRow) -> Result<Place, sqlx::Error> {
    let text: &str = row.try_get("failed_place")?;
    text.parse().map_err(|error| sqlx::Error::ColumnDecode {
        index: "failed_place".to_owned(),
        source: Box::new(error),
    })
}
