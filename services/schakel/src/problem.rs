//! Every reason why an answer is not given, with its HTTP status and gRPC code: the only place that
//! knows status codes.

mod grpc;
mod kinds;
mod refusals;
mod rest;

use std::time::Duration;

use http::StatusCode;
use schakel_access::{Denied, Reason, Role};
use schakel_application::{Error, FieldError, Refused, Unavailable};
use schakel_domain::code::Code as _;
use serde_json::{Value, json};
use tonic::Code;

use crate::doors::Language;

pub use kinds::Kind;
pub use rest::PROBLEM_JSON;

/// The kind that a refusal of the domain belongs to.
fn refused(refusal: &Refused) -> Kind {
    match refusal {
        Refused::Case(refusal) => refusals::case(*refusal),
        Refused::Person(refusal) => refusals::person(*refusal),
        Refused::Meeting(refusal) => refusals::meeting(*refusal),
        Refused::SubjectRequest(refusal) => refusals::subject_request(*refusal),
        Refused::Organisation(refusal) => refusals::organisation(*refusal),
        Refused::Covenant(refusal) => refusals::covenant(*refusal),
        Refused::Inquiry(refusal) => refusals::inquiry(*refusal),
        Refused::Trajectory(refusal) => refusals::trajectory(*refusal),
        Refused::Bottleneck(refusal) => refusals::bottleneck(*refusal),
    }
}

/// What a kind of problem looks like from outside.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Last segment of its `type`, and name of its page.
    pub slug: &'static str,
    /// HTTP status.
    pub status: StatusCode,
    /// gRPC code.
    pub code: Code,
    /// Its title.
    pub title: Words,
    /// Its usual detail.
    pub detail: Words,
}

impl Row {
    /// The slug as a gRPC reason: `INVALID_INPUT`.
    pub fn reason(&self) -> String {
        self.slug.to_ascii_uppercase().replace('-', "_")
    }
}

/// A sentence in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Dutch.
    pub nl: &'static str,
}

impl Words {
    /// The sentence in this language.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::Nl => self.nl,
            Language::En => self.en,
        }
    }
}

/// One problem, ready to be told through either door.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which kind.
    pub kind: Kind,
    /// Every mistake in the input.
    pub errors: Vec<FieldError>,
    /// Further members of the body, such as `allowedRoles`.
    pub members: Vec<(&'static str, Value)>,
    /// A token was sent, and refused.
    pub token_refused: bool,
    /// Seconds to wait, where they depend on the caller.
    pub wait: Option<u64>,
}

/// What a problem is told with.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// Language of title and detail.
    pub language: Language,
    /// Public address of the service, without a trailing slash.
    pub public_url: &'a str,
    /// Trace of the request, if it is known.
    pub trace_id: Option<&'a str>,
}

impl Telling<'_> {
    /// The `type` of a kind of problem: the address of its page.
    pub fn type_of(&self, kind: Kind) -> String {
        format!("{}/problems/{}", self.public_url, kind.row().slug)
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self { kind, errors: Vec::new(), members: Vec::new(), token_refused: false, wait: None }
    }
}

impl Problem {
    /// Input that does not fit.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Kind::InvalidInput.into() }
    }

    /// A token that was refused.
    pub fn token_refused() -> Self {
        Self { token_refused: true, ..Kind::Unauthenticated.into() }
    }

    /// A role that is not held.
    pub fn forbidden(allowed: &[Role]) -> Self {
        let roles: Vec<_> = allowed.iter().map(|role| role.code()).collect();
        Self::from(Kind::Forbidden).with("allowedRoles", json!(roles))
    }

    /// What no annex allows.
    pub fn not_in_covenant(reason: Reason) -> Self {
        Self::from(Kind::NotInCovenant).with("reason", json!(reason.code()))
    }

    /// A token without every scope that is asked for.
    pub fn insufficient_scope(asked: &[String]) -> Self {
        Self::from(Kind::InsufficientScope).with("requiredScopes", json!(asked))
    }

    /// More questions than the caller may ask in a while.
    pub fn rate_limited(wait: Duration) -> Self {
        Self { wait: Some(wait.as_secs() + 1), ..Kind::RateLimited.into() }
    }

    /// The service cannot do its work now.
    pub fn not_ready(report: Value) -> Self {
        Self::from(Kind::Unavailable).with("report", report)
    }

    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.members.push((name, value));
        self
    }

    /// Seconds after which asking again may help (`Retry-After`).
    pub fn retry_after(&self) -> Option<u64> {
        match self.kind {
            Kind::ReadModelBehind => Some(1),
            Kind::Unavailable | Kind::TimedOut => Some(5),
            Kind::ReadModelStopped => Some(60),
            Kind::RateLimited => self.wait,
            _ => None,
        }
    }
}

impl From<Error> for Problem {
    /// A failure of our own is logged here, once; outside it is told without its context.
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refused(&refusal).into(),
            Error::Invalid(errors) => Self::invalid(errors),
            Error::Denied(Denied::RoleMissing { allowed }) => Self::forbidden(allowed),
            Error::Denied(Denied::NotInCovenant(reason)) => Self::not_in_covenant(reason),
            Error::RateLimited { wait } => Self::rate_limited(wait),
            Error::NotFound | Error::Hidden { .. } => Kind::NotFound.into(),
            Error::Conflict { expected, actual } => conflict(expected, actual),
            Error::KeyReused => Kind::IdempotencyKeyReused.into(),
            Error::Unavailable { what, source } => {
                if let Some(source) = source {
                    tracing::warn!(error = %chain(source.as_ref()), "unavailable");
                }
                unavailable(what).into()
            }
            Error::Internal(source) => {
                tracing::error!(error = %chain(source.as_ref()), "internal error");
                Kind::Internal.into()
            }
        }
    }
}

fn conflict(expected: Option<u64>, actual: u64) -> Problem {
    let kind = match expected {
        Some(_) => Kind::VersionMoved,
        None => Kind::Conflict,
    };
    Problem::from(kind).with("actualVersion", json!(actual))
}

fn unavailable(what: Unavailable) -> Kind {
    match what {
        Unavailable::Behind => Kind::ReadModelBehind,
        Unavailable::Stopped => Kind::ReadModelStopped,
        Unavailable::Database | Unavailable::AccessLog => Kind::Unavailable,
    }
}

/// An error with all that led to it, for the log.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests;
