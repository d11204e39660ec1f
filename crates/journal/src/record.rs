//! What the log holds beside an event's payload, and the event as it is read back.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use cqrs_es::persist::SerializedEvent;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::error::ProjectionError;
use crate::place::Place;

/// Who did it, on whose behalf, why and when (DESIGN §4.9). Holds ids and codes, nothing personal
/// about a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The command that led to the event.
    pub command_id: Uuid,
    /// The command or event that led to the command, if not a person.
    pub causation: Option<Uuid>,
    /// The trace id that ties everything of one request together.
    pub correlation: String,
    /// Who acted: the subject of the token, not a name.
    pub actor: String,
    /// For which organisation.
    pub organisation: String,
    /// In which roles; none of them holds a space.
    pub roles: Vec<String>,
    /// For what purpose, where one was stated.
    pub purpose: Option<String>,
    /// The action's name, such as `WeighCase`.
    pub action: String,
    /// When, by the clock of the service.
    pub at: DateTime<Utc>,
}

impl Metadata {
    /// The form in which `cqrs-es` stores metadata.
    pub(crate) fn to_map(&self) -> HashMap<String, String> {
        let mut map = HashMap::from([
            ("command_id", self.command_id.to_string()),
            ("correlation", self.correlation.clone()),
            ("actor", self.actor.clone()),
            ("organisation", self.organisation.clone()),
            ("action", self.action.clone()),
            ("at", self.at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        ]);
        if let Some(causation) = self.causation {
            map.insert("causation", causation.to_string());
        }
        if !self.roles.is_empty() {
            map.insert("roles", self.roles.join(" "));
        }
        if let Some(purpose) = &self.purpose {
            map.insert("purpose", purpose.clone());
        }
        map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// Back from what was stored; `None` when a field that must be there is not.
    pub(crate) fn from_json(json: &Value) -> Option<Self> {
        let text = |key: &str| json.get(key).and_then(Value::as_str);
        Some(Self {
            command_id: text("command_id")?.parse().ok()?,
            causation: text("causation").and_then(|id| id.parse().ok()),
            correlation: text("correlation")?.to_owned(),
            actor: text("actor")?.to_owned(),
            organisation: text("organisation")?.to_owned(),
            roles: text("roles")
                .map(|roles| roles.split(' ').map(str::to_owned).collect())
                .unwrap_or_default(),
            purpose: text("purpose").map(str::to_owned),
            action: text("action")?.to_owned(),
            at: text("at")?.parse().ok()?,
        })
    }
}

/// An event as a projection sees it: opened, and in its newest version.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Where it stands in the log.
    pub place: Place,
    /// The kind of stream.
    pub aggregate_type: String,
    /// Which stream of that kind.
    pub aggregate_id: String,
    /// Its number in the stream, from 1.
    pub sequence: u64,
    /// Its type's name.
    pub event_type: String,
    /// The version of its payload, after upcasting.
    pub event_version: String,
    /// The payload, with personal values open (or erased).
    pub payload: Value,
    /// Who, why, when.
    pub metadata: Metadata,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
}

impl Recorded {
    /// The payload as its type.
    ///
    /// # Errors
    /// [`ProjectionError::Payload`], which says nothing of the payload itself.
    pub fn decode<E: DeserializeOwned>(&self) -> Result<E, ProjectionError> {
        E::deserialize(&self.payload).map_err(|_| ProjectionError::Payload)
    }

    /// The stream's name, `{type}/{id}`.
    pub fn stream(&self) -> String {
        stream_name(&self.aggregate_type, &self.aggregate_id)
    }
}

/// One event of a stream's history, typed.
#[derive(Clone, Debug)]
pub struct Entry<E> {
    /// Where it stands in the log.
    pub place: Place,
    /// Its number in the stream, from 1.
    pub sequence: u64,
    /// The event.
    pub event: E,
    /// Who, why, when.
    pub metadata: Metadata,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
}

/// A row of the log, still sealed and in the version it was written in.
pub(crate) struct Stored {
    pub place: Place,
    pub event: SerializedEvent,
    pub recorded_at: DateTime<Utc>,
}

impl Stored {
    pub fn stream(&self) -> String {
        stream_name(&self.event.aggregate_type, &self.event.aggregate_id)
    }
}

/// The name under which the vault keeps a stream's keys.
pub(crate) fn stream_name(aggregate_type: &str, aggregate_id: &str) -> String {
    format!("{aggregate_type}/{aggregate_id}")
}
