//! Streams as `cqrs-es` reads them, opened on the way out and brought to their newest version.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cqrs_es::persist::{
    EventUpcaster, PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent,
    SerializedSnapshot,
};
use cqrs_es::{Aggregate, AggregateError};
use schakel_connections::Pool;
use schakel_vault::{KeyRing, Stored, Vault};
use serde_json::Value;

use crate::error::JournalError;
use crate::log::serialized;
use crate::record::stream_name;

/// The table below, the vault above, upcasters above that.
pub(crate) struct SealedRepository {
    pub pool: Pool,
    pub vault: Vault,
}

impl SealedRepository {
    async fn load<A: Aggregate>(&self, aggregate_id: &str) -> Result<Vec<SerializedEvent>, JournalError> {
        let rows = sqlx::query(STREAM)
            .bind(A::TYPE)
            .bind(aggregate_id)
            .fetch_all(&mut *self.pool.lend().await?)
            .await?;
        let events: Vec<_> = rows.iter().map(serialized).collect::<Result<_, _>>()?;
        match events.is_empty() {
            true => Ok(events),
            false => open_events(&self.vault, &stream_name(A::TYPE, aggregate_id), events).await,
        }
    }
}

const STREAM: &str = "\
select aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
from journal.events where aggregate_type = $1 and aggregate_id = $2
order by sequence";

/// One stream's events with their personal values open, or erased when their key is gone; no round
/// trip to the keys when they are cached.
pub(crate) async fn open_events(
    vault: &Vault,
    stream: &str,
    mut events: Vec<SerializedEvent>,
) -> Result<Vec<SerializedEvent>, JournalError> {
    let sealed: Vec<_> = events
        .iter_mut()
        .map(|event| Stored {
            stream: stream.to_owned(),
            place: event.sequence.to_string(),
            json: event.payload.take(),
        })
        .collect();
    for (event, payload) in events.iter_mut().zip(vault.open(&sealed).await?) {
        event.payload = payload;
    }
    Ok(events)
}

/// The event with its personal values open, or erased when their key is gone.
pub(crate) fn open_event(
    ring: &KeyRing,
    stream: &str,
    mut event: SerializedEvent,
) -> Result<SerializedEvent, JournalError> {
    event.payload = ring.open(stream, &event.sequence.to_string(), event.payload)?;
    Ok(event)
}

/// The journal appends by itself, in the transaction of the idempotency key, and loads streams whole.
fn unused<T>() -> Result<T, PersistenceError> {
    Err(PersistenceError::UnknownError("the journal appends by itself, without snapshots".into()))
}

impl PersistedEventRepository for SealedRepository {
    async fn get_events<A: Aggregate>(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.load::<A>(aggregate_id).await.map_err(|error| PersistenceError::UnknownError(Box::new(error)))
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        _aggregate_id: &str,
        _last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        unused()
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        _aggregate_id: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        unused()
    }

    async fn persist<A: Aggregate>(
        &self,
        _events: &[SerializedEvent],
        _snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        unused()
    }

    async fn stream_events<A: Aggregate>(
        &self,
        _aggregate_id: &str,
    ) -> Result<ReplayStream, PersistenceError> {
        unused()
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        unused()
    }
}

/// Why a stream could not be loaded, taken out of the framework's boxes again.
pub(crate) fn load_error<E: std::error::Error>(
    aggregate_type: &str,
    error: AggregateError<E>,
) -> JournalError {
    let unreadable = |reason| JournalError::Unreadable { aggregate_type: aggregate_type.to_owned(), reason };
    let source = match error {
        AggregateError::DatabaseConnectionError(source) | AggregateError::UnexpectedError(source) => source,
        _ => return unreadable("it does not have the form of its type"),
    };
    match source.downcast::<JournalError>() {
        Ok(error) => *error,
        Err(_) => unreadable("the repository failed"),
    }
}

/// All upcasters as one, shared instead of made anew for each load.
#[derive(Clone)]
pub(crate) struct Upcasters(pub Arc<Vec<Box<dyn EventUpcaster>>>);

impl Upcasters {
    /// The event in its newest version, or `None` when an upcaster panicked.
    pub fn newest(&self, event: SerializedEvent) -> Option<SerializedEvent> {
        catch_unwind(AssertUnwindSafe(|| self.upcast(event))).ok()
    }
}

impl EventUpcaster for Upcasters {
    fn can_upcast(&self, _event_type: &str, _event_version: &str) -> bool {
        true
    }

    fn upcast(&self, event: SerializedEvent) -> SerializedEvent {
        self.0.iter().fold(event, |event, upcaster| {
            match upcaster.can_upcast(&event.event_type, &event.event_version) {
                true => upcaster.upcast(event),
                false => event,
            }
        })
    }
}
