//! What can go wrong. No text here repeats what was asked or stored.

use std::fmt;

/// A database error without its message, which may repeat a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it was.
    pub kind: &'static str,
    /// The SQLSTATE, when the server sent one.
    pub code: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} {code}", self.kind),
            None => f.write_str(self.kind),
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
            sqlx::Error::RowNotFound => "no row",
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a value of another type",
            _ => "client error",
        };
        let code = error.as_database_error().and_then(|error| error.code()).map(Into::into);
        Self { kind, code }
    }
}

/// What the access log could not do beside recording.
#[derive(Debug, thiserror::Error)]
pub enum AccessLogError {
    /// The database does not answer, or refused.
    #[error("the access log's database failed: {0}")]
    Database(#[source] Failure),
    /// A migration could not be applied.
    #[error("a migration of the access log could not be applied")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<sqlx::Error> for AccessLogError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Failure::from(&error))
    }
}

/// Why there is no durable record, and so may be no answer (DESIGN §5). A record may be there all the
/// same when the outcome was lost on the way; never the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrecorded {
    /// More wait already than can be written soon.
    #[error("too many records wait to be written")]
    Busy,
    /// The database does not answer, has no room, or refused.
    #[error("the access log cannot be written")]
    Unavailable,
    /// It was not written in time.
    #[error("the access log was not written in time")]
    Late,
    /// The writer has ended.
    #[error("the access log's writer has ended")]
    Ended,
    /// A field holds what cannot be stored: a NUL, or more than 1024 bytes.
    #[error("`{0}` must be at most 1024 bytes, without NUL")]
    Unwritable(&'static str),
}

impl Unrecorded {
    /// One of each.
    pub(crate) const EACH: [Self; 5] =
        [Self::Busy, Self::Unavailable, Self::Late, Self::Ended, Self::Unwritable("")];

    /// Its code in metrics.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Late => "late",
            Self::Ended => "ended",
            Self::Unwritable(_) => "unwritable",
        }
    }
}
