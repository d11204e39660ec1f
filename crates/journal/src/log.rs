//! Reading the log in order.
//!
//! Transactions commit out of order, so a plain counter would let a reader pass an event that
//! commits a moment later. Order is (epoch, transaction, position), and only transactions below
//! the horizon, the oldest that is still running, are read (DESIGN §4.4).

use std::collections::BTreeSet;

use cqrs_es::persist::SerializedEvent;
use schakel_vault::KeyRing;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use crate::error::JournalError;
use crate::journal::Journal;
use crate::place::Place;
use crate::projection::Projection;
use crate::record::{Metadata, Recorded, Stored};
use crate::repository::open_event;

/// How far a reader may look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Until {
    /// Not past the oldest running transaction: nothing before it can still appear. Only whoever
    /// holds the append lock alone may look further.
    horizon: bool,
    /// Not past this place.
    place: Option<Place>,
}

impl Until {
    /// As far as a reader may look that shares the log with writers.
    pub const HORIZON: Self = Self { horizon: true, place: None };
    /// To the very end, for whoever holds the append lock alone.
    pub const END: Self = Self { horizon: false, place: None };

    /// No further than this place either.
    pub fn at_most(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// A stretch of the log, for one or more projections.
pub(crate) struct Batch {
    /// The events that somebody asked for.
    pub events: Vec<LogEntry>,
    /// The place of the last event of the stretch, asked for or not; `None` when it is empty.
    pub last: Option<Place>,
    /// How many events it spans.
    pub spans: usize,
    /// The keys of the streams in `events`.
    pub ring: KeyRing,
}

/// One event of a stretch. One that cannot be opened is a matter for those who need it.
pub(crate) struct LogEntry {
    pub place: Place,
    pub aggregate_type: String,
    pub event_type: String,
    pub recorded: Result<Recorded, &'static str>,
}

impl LogEntry {
    /// Whether the projection wants to see it.
    pub fn concerns(&self, projection: &dyn Projection) -> bool {
        projection.reacts_to(&self.aggregate_type, &self.event_type)
    }
}

/// Sorted by the columns themselves: a bare `tx_id` would be the text of the select list, in which
/// 1000 sorts before 999.
const READ: &str = "\
select aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
       epoch, tx_id::text as tx_id, position, recorded_at
from journal.events
where (epoch, tx_id, position) > ($1, $2::text::xid8, $3)
  and ($5 or epoch < (select epoch from journal.log_epoch)
          or tx_id < pg_snapshot_xmin(pg_current_snapshot()))
  and ($6::int is null or (epoch, tx_id, position) <= ($6, $7::text::xid8, $8))
order by events.epoch, events.tx_id, events.position
limit $4";

async fn read_rows(
    connection: &mut PgConnection,
    after: Place,
    limit: i64,
    until: Until,
) -> Result<Vec<Stored>, sqlx::Error> {
    let last = until.place;
    sqlx::query(READ)
        .bind(after.epoch)
        .bind(after.tx_text())
        .bind(after.position)
        .bind(limit)
        .bind(!until.horizon)
        .bind(last.map(|place| place.epoch))
        .bind(last.map(Place::tx_text))
        .bind(last.map(|place| place.position))
        .fetch_all(connection)
        .await?
        .iter()
        .map(stored)
        .collect()
}

/// A row of `journal.events`, with `tx_id` as text.
pub(crate) fn stored(row: &PgRow) -> Result<Stored, sqlx::Error> {
    Ok(Stored {
        place: Place::from_row(row)?,
        event: serialized(row)?,
        recorded_at: row.try_get("recorded_at")?,
    })
}

/// What `cqrs-es` wants of a row of `journal.events`.
pub(crate) fn serialized(row: &PgRow) -> Result<SerializedEvent, sqlx::Error> {
    let sequence: i64 = row.try_get("sequence")?;
    Ok(SerializedEvent::new(
        row.try_get("aggregate_id")?,
        usize::try_from(sequence).unwrap_or_default(),
        row.try_get("aggregate_type")?,
        row.try_get("event_type")?,
        row.try_get("event_version")?,
        row.try_get("payload")?,
        row.try_get("metadata")?,
    ))
}

impl Journal {
    /// The next events after a place, oldest first, at most `limit`; no event that appears later
    /// sorts before the last one returned.
    ///
    /// # Errors
    /// When the database or the vault fails, or an event cannot be read.
    pub async fn read_log(&self, after: Option<Place>, limit: i64) -> Result<Vec<Recorded>, JournalError> {
        let mut connection = self.pool.lend().await?;
        let after = after.unwrap_or(Place::START);
        let batch = self.read_batch(&mut connection, after, limit, Until::HORIZON, |_, _| true).await?;
        batch
            .events
            .into_iter()
            .map(|entry| {
                entry.recorded.map_err(|reason| JournalError::Unreadable {
                    aggregate_type: entry.aggregate_type,
                    reason,
                })
            })
            .collect()
    }

    /// A stretch of the log; only events that are `wanted` are opened.
    pub(crate) async fn read_batch(
        &self,
        connection: &mut PgConnection,
        after: Place,
        limit: i64,
        until: Until,
        wanted: impl Fn(&str, &str) -> bool,
    ) -> Result<Batch, JournalError> {
        let rows = read_rows(connection, after, limit, until).await?;
        let last = rows.last().map(|row| row.place);
        let spans = rows.len();
        let wanted: Vec<_> =
            rows.into_iter().filter(|row| wanted(&row.event.aggregate_type, &row.event.event_type)).collect();
        let ring = self.keys_of(&wanted).await?;
        let events = wanted.into_iter().map(|row| self.entry(&ring, row)).collect();
        Ok(Batch { events, last, spans, ring })
    }

    async fn keys_of(&self, rows: &[Stored]) -> Result<KeyRing, JournalError> {
        let streams: BTreeSet<_> = rows.iter().map(Stored::stream).collect();
        let streams: Vec<_> = streams.iter().map(String::as_str).collect();
        Ok(self.vault.reading_keys(&streams).await?)
    }

    fn entry(&self, ring: &KeyRing, row: Stored) -> LogEntry {
        LogEntry {
            place: row.place,
            aggregate_type: row.event.aggregate_type.clone(),
            event_type: row.event.event_type.clone(),
            recorded: self.recorded(ring, row),
        }
    }

    /// The event opened, and in its newest version.
    pub(crate) fn recorded(&self, ring: &KeyRing, row: Stored) -> Result<Recorded, &'static str> {
        let stream = row.stream();
        let event = open_event(ring, &stream, row.event).map_err(|_| "its seal cannot be opened")?;
        let event = self.upcasters.newest(event).ok_or("it cannot be brought to its newest version")?;
        Ok(Recorded {
            place: row.place,
            metadata: Metadata::from_json(&event.metadata).ok_or("its metadata is incomplete")?,
            aggregate_type: event.aggregate_type,
            aggregate_id: event.aggregate_id,
            sequence: event.sequence as u64,
            event_type: event.event_type,
            event_version: event.event_version,
            payload: event.payload,
            recorded_at: row.recorded_at,
        })
    }
}
