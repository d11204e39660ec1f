//! Events on their way into the log.

use cqrs_es::{Aggregate, DomainEvent};
use schakel_vault::{KeyRing, subjects_of};
use serde_json::Value;

use crate::error::JournalError;
use crate::journal::Journal;
use crate::record::stream_name;

/// Events of one stream, in the open, that are to come after its version.
pub(crate) struct Addition {
    aggregate_type: &'static str,
    id: String,
    version: u64,
    events: Vec<Open>,
}

struct Open {
    event_type: String,
    event_version: String,
    payload: Value,
}

/// An event: sealed for the log, open for the inline projections.
pub(crate) struct Outgoing {
    pub aggregate_type: &'static str,
    pub aggregate_id: String,
    pub sequence: u64,
    pub event_type: String,
    pub event_version: String,
    pub open: Value,
    pub sealed: String,
}

/// Events in the order of the log, stream by stream, with the keys that sealed them.
pub(crate) struct Sealed {
    pub events: Vec<Outgoing>,
    pub ring: KeyRing,
}

impl Addition {
    pub fn new<A: Aggregate>(id: String, version: u64, events: &[A::Event]) -> Result<Self, JournalError> {
        let events = events
            .iter()
            .map(|event| {
                Ok(Open {
                    event_type: event.event_type(),
                    event_version: event.event_version(),
                    payload: serde_json::to_value(event)
                        .map_err(|_| JournalError::Unwritable { aggregate_type: A::TYPE })?,
                })
            })
            .collect::<Result<_, JournalError>>()?;
        Ok(Self { aggregate_type: A::TYPE, id, version, events })
    }

    fn stream(&self) -> String {
        stream_name(self.aggregate_type, &self.id)
    }

    fn seal(self, ring: &KeyRing) -> impl Iterator<Item = Result<Outgoing, JournalError>> {
        let stream = self.stream();
        let first = self.version + 1;
        #[cfg(feature = "sabotage")]
        let first = first + u64::from(schakel_connections::sabotaged("gap"));
        (first..).zip(self.events).map(move |(sequence, event)| {
            let sealed = ring.seal(&stream, &sequence.to_string(), event.payload.clone())?;
            Ok(Outgoing {
                aggregate_type: self.aggregate_type,
                aggregate_id: self.id.clone(),
                sequence,
                event_type: event.event_type,
                event_version: event.event_version,
                open: event.payload,
                sealed: sealed.into_value().to_string(),
            })
        })
    }
}

impl Journal {
    /// Seals, with the keys of all these streams in one round trip at most.
    pub(crate) async fn seal(&self, additions: Vec<Addition>) -> Result<Sealed, JournalError> {
        let needed: Vec<_> = additions
            .iter()
            .map(|one| {
                (one.stream(), one.events.iter().flat_map(|event| subjects_of(&event.payload)).collect())
            })
            .collect();
        let needed: Vec<_> = needed.iter().map(|(stream, subjects)| (stream.as_str(), subjects)).collect();
        let ring = self.vault.writing_keys_of_many(&needed).await?;
        let events = additions.into_iter().flat_map(|one| one.seal(&ring)).collect::<Result<_, _>>()?;
        Ok(Sealed { events, ring })
    }
}
