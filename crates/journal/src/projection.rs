//! What a read model is to the journal.

use async_trait::async_trait;
use schakel_vault::{BlindIndex, KeyRing};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

use crate::error::ProjectionError;
use crate::record::Recorded;

/// When a projection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In the transaction of the events: for questions like "may I see it?" and "is there one?".
    Inline,
    /// Behind the log, with a checkpoint of its own.
    Following,
}

impl Mode {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Following => "following",
        }
    }
}

/// Keeps one read model in step with the log.
///
/// Its rows must follow from the events alone (no clock, no random ids, no other read model), or a
/// rebuild would not give the same rows.
#[async_trait]
pub trait Projection: Send + Sync + 'static {
    /// Lower case, digits and `_`; its tables live in the schema `rm_{name}`.
    fn name(&self) -> &'static str;
    /// Rises with every change of tables or of what is written: the read model is then rebuilt.
    fn version(&self) -> i32;
    /// In the transaction of the events, or behind it.
    fn mode(&self) -> Mode;
    /// Unqualified `create` statements; no table is called like one of another read model, or of
    /// the journal.
    fn ddl(&self) -> &'static str;
    /// Whether [`Projection::project`] wants to see such an event.
    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool;
    /// Writes what the event changes, through [`Work::connection`] and in its transaction.
    ///
    /// # Errors
    /// Any: the projection then stops at this event, visibly, until an operator acts.
    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError>;
}

/// The schema of a projection's tables.
pub(crate) fn schema_of(name: &str) -> String {
    format!("rm_{name}")
}

/// What a projection may use while it takes one event.
pub struct Work<'a> {
    pub(crate) connection: &'a mut PgConnection,
    pub(crate) ring: &'a KeyRing,
    pub(crate) stream: &'a str,
    pub(crate) projection: &'static str,
    pub(crate) index: &'a BlindIndex,
}

impl Work<'_> {
    /// The connection, inside the transaction that also moves the checkpoint.
    pub fn connection(&mut self) -> &mut PgConnection {
        self.connection
    }

    /// A value to store, its personal parts sealed under the keys of the event's stream and bound
    /// to this projection and `row` (may be empty). The place to open it with is
    /// [`Work::place`].
    ///
    /// # Errors
    /// [`ProjectionError::Vault`] when a part is about somebody the event does not speak of.
    pub fn seal<T: Serialize>(&self, row: &str, value: &T) -> Result<Value, ProjectionError> {
        let open = serde_json::to_value(value).map_err(|_| ProjectionError::Unwritable)?;
        let place = Self::place(self.projection, row);
        Ok(self.ring.seal(self.stream, &place, open)?.into_value())
    }

    /// The place under which a row's personal parts are sealed: the projection's name, and
    /// `/{row}` when there is one.
    pub fn place(projection: &str, row: &str) -> String {
        match row {
            "" => projection.to_owned(),
            row => format!("{projection}/{row}"),
        }
    }

    /// Tokens to look people up by.
    pub fn index(&self) -> &BlindIndex {
        self.index
    }
}
