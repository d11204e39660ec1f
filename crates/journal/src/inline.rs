//! Giving events to projections: the core that both modes share, and the inline mode.

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use schakel_vault::KeyRing;
use sqlx::PgConnection;
use tracing::error;

use crate::error::{Failure, JournalError, ProjectionError, is_lasting};
use crate::journal::Journal;
use crate::place::Place;
use crate::projection::{Mode, Projection, Work};
use crate::record::Recorded;

/// Why an event could not be given to a projection.
pub(crate) enum Indigestion {
    /// It would fail again; the text is free of personal data.
    Lasting(String),
    /// The database was not up to it just now.
    Passing(JournalError),
}

/// Projections that must be stopped in the append under way, each at which of its events, and why.
#[derive(Default)]
pub(crate) struct Stops {
    found: BTreeMap<&'static str, (usize, String)>,
    /// A projection has swallowed an error; which one is found out by asking after each event.
    pub careful: bool,
}

impl Stops {
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// Fails when an error in this transaction was swallowed: PostgreSQL would turn the commit into a
/// rollback without a word.
pub(crate) async fn prove_sound(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("select 1").execute(connection).await?;
    Ok(())
}

/// Whether a statement failed only because an earlier one had, unnoticed.
pub(crate) fn tells_of_swallowed(failure: &Failure) -> bool {
    failure.code.as_deref() == Some("25P02")
}

impl Journal {
    /// Gives an event to a projection, in the transaction of this connection; `careful` asks, at
    /// the price of a round trip, whether it has swallowed an error.
    pub(crate) async fn digest(
        &self,
        connection: &mut PgConnection,
        projection: &dyn Projection,
        ring: &KeyRing,
        event: &Recorded,
        careful: bool,
    ) -> Result<(), Indigestion> {
        let stream = event.stream();
        let mut work = Work {
            connection,
            ring,
            stream: &stream,
            projection: projection.name(),
            index: self.vault.index(),
        };
        let projected = AssertUnwindSafe(projection.project(event, &mut work));
        match projected.catch_unwind().await {
            Ok(Ok(())) if careful => prove_sound(work.connection())
                .await
                .map_err(|_| Indigestion::Lasting("the projection swallowed an error".to_owned())),
            Ok(Ok(())) => Ok(()),
            Ok(Err(ProjectionError::Database(error))) if !is_lasting(&error) => {
                Err(Indigestion::Passing(error.into()))
            }
            Ok(Err(error)) => Err(Indigestion::Lasting(error.to_string())),
            Err(_) => Err(Indigestion::Lasting("the projection panicked".to_owned())),
        }
    }

    /// Writes the inline projections; `false` when one of them has been put among the `stops`
    /// instead, and the transaction must be run again.
    pub(crate) async fn project_inline(
        &self,
        connection: &mut PgConnection,
        ring: &KeyRing,
        events: &[Recorded],
        known: &HashMap<String, (i32, bool)>,
        stops: &mut Stops,
    ) -> Result<bool, JournalError> {
        for projection in self.live_inline(known)? {
            let stop = stops.found.get(projection.name()).cloned();
            let sound = stop.as_ref().map_or(events.len(), |(index, _)| *index);
            for (index, event) in events[..sound].iter().enumerate() {
                if !projection.reacts_to(&event.aggregate_type, &event.event_type) {
                    continue;
                }
                let digested = self.digest(connection, projection.as_ref(), ring, event, stops.careful);
                match digested.await {
                    Ok(()) => {}
                    Err(Indigestion::Passing(error)) => return Err(error),
                    Err(Indigestion::Lasting(failure)) => {
                        stops.found.insert(projection.name(), (index, failure));
                        return Ok(false);
                    }
                }
            }
            if let Some((index, failure)) = stop {
                stop_inline(connection, projection.name(), &events[index], &failure).await?;
            }
        }
        Ok(true)
    }

    /// The inline projections that are live. One that either side lacks, or has in another
    /// version, would miss these events without a trace: then nothing is appended.
    fn live_inline(
        &self,
        known: &HashMap<String, (i32, bool)>,
    ) -> Result<Vec<&Arc<dyn Projection>>, JournalError> {
        let own: BTreeMap<_, _> = self
            .projections
            .iter()
            .filter(|projection| projection.mode() == Mode::Inline)
            .map(|projection| (projection.name(), projection))
            .collect();
        let foreign = known.keys().find(|name| !own.contains_key(name.as_str()));
        let missing = own
            .iter()
            .find(|(name, projection)| {
                known.get(**name).map(|(version, _)| *version) != Some(projection.version())
            })
            .map(|(name, _)| *name);
        match foreign.map(String::as_str).or(missing) {
            Some(projection) => Err(JournalError::Outdated { projection: projection.to_owned() }),
            None => Ok(own
                .into_iter()
                .filter(|(name, _)| known.get(*name).is_some_and(|(_, live)| *live))
                .map(|(_, projection)| projection)
                .collect()),
        }
    }
}

/// Stops an inline projection at an event of the append under way. Whoever does this holds the
/// append lock alone: all events before this one are in the projection, none after it will be, and
/// so its checkpoint tells exactly what is missing.
async fn stop_inline(
    connection: &mut PgConnection,
    name: &str,
    event: &Recorded,
    failure: &str,
) -> Result<(), sqlx::Error> {
    let Recorded { place, event_type, .. } = event;
    error!(projection = name, %place, event_type, failure, "projection stopped");
    let before = Place::before(*place);
    sqlx::query(
        "update journal.projection
         set status = 'stopped', epoch = $2, tx_id = $3::text::xid8, position = $4,
             failed_place = $5, failed_event_type = $6, failure = $7,
             failed_at = clock_timestamp(), updated_at = clock_timestamp()
         where name = $1",
    )
    .bind(name)
    .bind(before.epoch)
    .bind(before.tx_text())
    .bind(before.position)
    .bind(place.to_string())
    .bind(event_type)
    .bind(failure)
    .execute(connection)
    .await?;
    Ok(())
}
