//! The one error of the application: what can stand in the way of an answer, free of any transport.

use std::convert::Infallible;
use std::time::Duration;

use schakel_access::{Denied, Reason};
use schakel_domain::{
    bottleneck, case, covenant, inquiry, meeting, organisation, person, subject_request, trajectory,
};
use schakel_journal::{ExecuteError, JournalError, NotReady};
use schakel_read_models::QueryError;
use schakel_vault::VaultError;

/// Why a command was not executed or a question not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the handbook stands in the way.
    #[error("refused: {0}")]
    Refused(Refused),
    /// The input does not fit; every mistake is listed.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// The actor may not.
    #[error("denied")]
    Denied(Denied),
    /// The actor asks more than is answered in a while.
    #[error("rate limited")]
    RateLimited {
        /// How long to wait.
        wait: Duration,
    },
    /// There is no such thing, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// The same to whoever asks; that they were denied it, and why, is for the record alone.
    #[error("not found")]
    Hidden {
        /// Why.
        reason: Reason,
        /// The version of the covenant by which was decided, if one holds.
        version: Option<String>,
    },
    /// The stream has moved since the version that the client saw.
    #[error("the version has moved")]
    Conflict {
        /// The version that the client stated, if it stated one.
        expected: Option<u64>,
        /// The version now.
        actual: u64,
    },
    /// The idempotency key was used before with another body.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// The answer cannot be given now; asking again may help. The source is for the log alone.
    #[error("unavailable: {what}")]
    Unavailable {
        /// What.
        what: Unavailable,
        /// Why, if something failed.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A fault of our own. The source is for the log alone.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What is unavailable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The read model has not yet got to the position that the client asked for.
    #[error("the read model is behind")]
    Behind,
    /// The read model has stopped at an event that it cannot digest.
    #[error("the read model has stopped")]
    Stopped,
    /// The database does not answer.
    #[error("the database does not answer")]
    Database,
    /// What was answered cannot be recorded, so there is no answer.
    #[error("the access log cannot be written")]
    AccessLog,
}

/// One mistake in the input. It never carries the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where: `members[0].bsn`.
    pub field: String,
    /// Which rule, as a stable code: `required`, `unknown_code`, `bsn`, `date`, `max_length`, …
    pub rule: &'static str,
    /// The rule in words.
    pub detail: String,
}

impl FieldError {
    /// A mistake at this field.
    pub fn new(field: impl Into<String>, rule: &'static str, detail: impl Into<String>) -> Self {
        Self { field: field.into(), rule, detail: detail.into() }
    }
}

/// A refusal of one of the aggregates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Of a case.
    #[error("{0}")]
    Case(case::Refusal),
    /// Of a person.
    #[error("{0}")]
    Person(person::Refusal),
    /// Of a meeting.
    #[error("{0}")]
    Meeting(meeting::Refusal),
    /// Of a request of a data subject.
    #[error("{0}")]
    SubjectRequest(subject_request::Refusal),
    /// Of an organisation.
    #[error("{0}")]
    Organisation(organisation::Refusal),
    /// Of a covenant.
    #[error("{0}")]
    Covenant(covenant::Refusal),
    /// Of an inquiry.
    #[error("{0}")]
    Inquiry(inquiry::Refusal),
    /// Of a trajectory.
    #[error("{0}")]
    Trajectory(trajectory::Refusal),
    /// Of a bottleneck.
    #[error("{0}")]
    Bottleneck(bottleneck::Refusal),
}

/// Nothing is refused to the suspects monitor, nor to an import of reports.
impl From<Infallible> for Refused {
    fn from(refusal: Infallible) -> Self {
        match refusal {}
    }
}

impl From<case::Refusal> for Refused {
    fn from(refusal: case::Refusal) -> Self {
        Self::Case(refusal)
    }
}

impl From<person::Refusal> for Refused {
    fn from(refusal: person::Refusal) -> Self {
        Self::Person(refusal)
    }
}

impl From<meeting::Refusal> for Refused {
    fn from(refusal: meeting::Refusal) -> Self {
        Self::Meeting(refusal)
    }
}

impl From<subject_request::Refusal> for Refused {
    fn from(refusal: subject_request::Refusal) -> Self {
        Self::SubjectRequest(refusal)
    }
}

impl From<organisation::Refusal> for Refused {
    fn from(refusal: organisation::Refusal) -> Self {
        Self::Organisation(refusal)
    }
}

impl From<inquiry::Refusal> for Refused {
    fn from(refusal: inquiry::Refusal) -> Self {
        Self::Inquiry(refusal)
    }
}

impl From<covenant::Refusal> for Refused {
    fn from(refusal: covenant::Refusal) -> Self {
        Self::Covenant(refusal)
    }
}

impl From<trajectory::Refusal> for Refused {
    fn from(refusal: trajectory::Refusal) -> Self {
        Self::Trajectory(refusal)
    }
}

impl From<bottleneck::Refusal> for Refused {
    fn from(refusal: bottleneck::Refusal) -> Self {
        Self::Bottleneck(refusal)
    }
}

/// What does not exist is one thing to a client, whichever aggregate says so.
impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Case(case::Refusal::CaseUnknown)
            | Refused::Person(person::Refusal::PersonUnknown)
            | Refused::Meeting(meeting::Refusal::MeetingUnknown)
            | Refused::SubjectRequest(subject_request::Refusal::RequestUnknown)
            | Refused::Organisation(organisation::Refusal::OrganisationUnknown)
            | Refused::Covenant(covenant::Refusal::CovenantUnknown)
            | Refused::Trajectory(trajectory::Refusal::TrajectoryUnknown)
            | Refused::Bottleneck(bottleneck::Refusal::BottleneckUnknown) => Self::NotFound,
            refused => Self::Refused(refused),
        }
    }
}

impl<E> From<ExecuteError<E>> for Error
where
    Refused: From<E>,
{
    fn from(error: ExecuteError<E>) -> Self {
        match error {
            ExecuteError::Refused(refusal) => Refused::from(refusal).into(),
            ExecuteError::Conflict { expected, actual } => Self::Conflict { expected, actual },
            ExecuteError::KeyReused => Self::KeyReused,
            ExecuteError::Journal(error) => error.into(),
        }
    }
}

impl From<JournalError> for Error {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::KeyReused => Self::KeyReused,
            JournalError::Vault(error) => error.into(),
            JournalError::Unavailable(_) => {
                Self::Unavailable { what: Unavailable::Database, source: Some(Box::new(error)) }
            }
            error => Self::Internal(Box::new(error)),
        }
    }
}

/// A failing keys database is no different from a failing data database: one place tells what passes.
impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Database(error) => JournalError::from(error).into(),
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<NotReady> for Error {
    fn from(error: NotReady) -> Self {
        let unavailable = |what| Self::Unavailable { what, source: None };
        match error {
            NotReady::Behind => unavailable(Unavailable::Behind),
            NotReady::Stopped => unavailable(Unavailable::Stopped),
            NotReady::Database(error) => error.into(),
            error @ NotReady::Unknown => Self::Internal(Box::new(error)),
        }
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Database(error) => JournalError::from(error).into(),
            QueryError::Vault(error) => error.into(),
            QueryError::Stopped => NotReady::Stopped.into(),
            QueryError::Behind => NotReady::Behind.into(),
            error @ QueryError::Unreadable(_) => Self::Internal(Box::new(error)),
        }
    }
}
