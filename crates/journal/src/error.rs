//! What can go wrong. No text here repeats what was stored or sent: a database's message may hold
//! a row, a parser's message a value.

use std::fmt;

use schakel_vault::VaultError;

use crate::place::Place;

/// A database error without its message: the message may repeat a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it was.
    pub kind: &'static str,
    /// The SQLSTATE, when the server sent one.
    pub code: Option<String>,
    /// The table and the constraint concerned, when the server named them.
    pub concerning: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        if let Some(code) = &self.code {
            write!(f, " {code}")?;
        }
        match &self.concerning {
            Some(concerning) => write!(f, " ({concerning})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<&sqlx::Error> for Failure {
    fn from(error: &sqlx::Error) -> Self {
        let kind = match error {
            sqlx::Error::Database(_) => "SQLSTATE",
            sqlx::Error::Io(_) => "connection lost",
            sqlx::Error::Tls(_) => "TLS failed",
            sqlx::Error::PoolTimedOut => "no free connection in time",
            sqlx::Error::PoolClosed => "pool closed",
            sqlx::Error::WorkerCrashed => "worker crashed",
            sqlx::Error::RowNotFound => "no row",
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a value of another type",
            sqlx::Error::ColumnNotFound(_) => "no such column",
            sqlx::Error::Configuration(_) => "wrong configuration",
            sqlx::Error::Protocol(_) => "protocol error",
            _ => "client error",
        };
        let database = error.as_database_error();
        Self {
            kind,
            code: database.and_then(|error| error.code()).map(Into::into),
            concerning: database.and_then(|error| {
                let names = [error.table(), error.constraint()];
                let named: Vec<_> = names.into_iter().flatten().collect();
                (!named.is_empty()).then(|| named.join(", "))
            }),
        }
    }
}

/// What the journal could not do.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database cannot be reached, or was lost on the way. After a command, the outcome may be
    /// either; a retry with the same idempotency key gives the truth.
    #[error("the database cannot be reached: {0}")]
    Unavailable(#[source] Failure),
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(#[source] Failure),
    /// A migration could not be applied.
    #[error("a migration could not be applied")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The vault could not seal or open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A stored event cannot be read back.
    #[error("an event of {aggregate_type} cannot be read: {reason}")]
    Unreadable {
        /// The kind of stream.
        aggregate_type: String,
        /// Why, without what stood there.
        reason: &'static str,
    },
    /// An event cannot be written as JSON.
    #[error("an event of {aggregate_type} cannot be written as JSON")]
    Unwritable {
        /// The kind of stream.
        aggregate_type: &'static str,
    },
    /// One of the streams has an event there already: another append came first, or it is not new.
    #[error("a stream has been written to already")]
    Taken,
    /// The idempotency key came before, with another body.
    #[error("the idempotency key was used before, for something else")]
    KeyReused,
    /// No projection has that name.
    #[error("there is no projection `{0}`")]
    UnknownProjection(String),
    /// The read model's stored version is not this program's: migrate, or run the newer program.
    #[error("read model `{projection}` is not at the version of this program: run the migration")]
    Outdated {
        /// The projection's name.
        projection: String,
    },
    /// Two read models, or one and the journal, have a table of the same name: unqualified, it
    /// would be found in one of them only.
    #[error("`{0}` is a table of more than one read model, or of the journal")]
    AmbiguousTable(String),
    /// The role in which questions are asked is not there, or the service may not become it, and the owner
    /// of the database may not change that: whoever may must execute this statement once.
    #[error("the owner of the database may not make roles; let somebody who may execute: {0}")]
    NoReader(String),
    /// Somebody else is rebuilding that projection.
    #[error("`{0}` is being rebuilt already")]
    Busy(String),
    /// Only a stopped projection can be retried or told to skip an event.
    #[error("projection `{0}` is not stopped")]
    NotStopped(String),
    /// A projection cannot digest an event.
    #[error("`{projection}` cannot digest {event_type} at {place}: {failure}")]
    Undigestible {
        /// The projection's name.
        projection: String,
        /// The event's place.
        place: Place,
        /// The event's type.
        event_type: String,
        /// Why, free of personal data.
        failure: String,
    },
    /// The log was restored from a logical backup and has not been given a new epoch yet.
    #[error("the log was restored: run the migration before anything else")]
    Restored,
}

impl From<sqlx::Error> for JournalError {
    fn from(error: sqlx::Error) -> Self {
        let failure = Failure::from(&error);
        match is_lasting(&error) {
            true => Self::Database(failure),
            false => Self::Unavailable(failure),
        }
    }
}

/// Whether the same statement would fail again: refused by the server for what it says, rather
/// than for how things stood (SQLSTATE classes of connections, rollbacks, resources, locks,
/// intervention and system errors; a server that has become a standby, a transaction that took too long).
pub(crate) fn is_lasting(error: &sqlx::Error) -> bool {
    const PASSING: [&str; 9] = ["08", "25006", "25P03", "25P04", "40", "53", "55", "57", "58"];
    #[cfg(feature = "sabotage")]
    if schakel_connections::sabotaged("blames-itself") {
        return true;
    }
    match error {
        sqlx::Error::Database(database) => {
            !database.code().is_some_and(|code| PASSING.iter().any(|class| code.starts_with(class)))
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::BeginFailed
        | sqlx::Error::WorkerCrashed => false,
        _ => true,
    }
}

/// Why a command had no effect, or why its effect is not known.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError<E> {
    /// The aggregate refused.
    #[error("refused")]
    Refused(E),
    /// The stream is not at the expected version, or would not stand still.
    #[error("the stream is at version {actual}")]
    Conflict {
        /// The version the command stated, if it did.
        expected: Option<u64>,
        /// The version the stream has.
        actual: u64,
    },
    /// The idempotency key came before, with another body.
    #[error("the idempotency key was used before, for something else")]
    KeyReused,
    /// Anything else.
    #[error(transparent)]
    Journal(JournalError),
}

impl<E> From<JournalError> for ExecuteError<E> {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::KeyReused => Self::KeyReused,
            error => Self::Journal(error),
        }
    }
}

impl<E> From<sqlx::Error> for ExecuteError<E> {
    fn from(error: sqlx::Error) -> Self {
        Self::Journal(error.into())
    }
}

impl<E> From<VaultError> for ExecuteError<E> {
    fn from(error: VaultError) -> Self {
        Self::Journal(error.into())
    }
}

/// Why a projection could not take an event.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// The payload is not of the type the projection expects.
    #[error("the payload does not have the expected form")]
    Payload,
    /// The event does not fit what the projection holds; the text must be free of personal data,
    /// hence a constant.
    #[error("{0}")]
    Unexpected(&'static str),
    /// A value cannot be written as JSON.
    #[error("a value cannot be written as JSON")]
    Unwritable,
    /// A statement failed.
    #[error("a statement failed: {}", Failure::from(.0))]
    Database(#[from] sqlx::Error),
    /// The vault could not seal.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Why a read model may not be asked now.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// It has not got to the requested place in time, or is being filled.
    #[error("the read model is behind")]
    Behind,
    /// It stopped at an event it cannot digest: its answers may be false.
    #[error("the read model has stopped")]
    Stopped,
    /// There is no such projection, or not in this program's version.
    #[error("no such read model")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Database(JournalError),
}

impl From<sqlx::Error> for NotReady {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}
