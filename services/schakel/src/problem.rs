//! Every reason why an answer is not given, with its HTTP status and gRPC code: the only place that
//! knows status codes.

mod grpc;
mod rest;

use http::StatusCode;
use schakel_access::Role;
use schakel_application::{Error, FieldError, Refused, Unavailable};
use schakel_domain::code::Code as _;
use serde_json::{Value, json};
use tonic::Code;

use crate::doors::Language;

pub use rest::PROBLEM_JSON;

/// Declares the kinds of problem, one row each.
macro_rules! kinds {
    ($($kind:ident: $slug:literal, $status:ident, $code:ident,
        $title_en:literal, $title_nl:literal, $detail_en:literal, $detail_nl:literal;)+) => {
        /// A kind of problem; each has its page under `docs/problems/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title_en] $kind),+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its row.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => &Row {
                        slug: $slug,
                        status: StatusCode::$status,
                        code: Code::$code,
                        title: Words { en: $title_en, nl: $title_nl },
                        detail: Words { en: $detail_en, nl: $detail_nl },
                    }),+
                }
            }
        }
    };
}

kinds! {
    InvalidInput: "invalid-input", BAD_REQUEST, InvalidArgument,
        "The input is not valid", "De invoer is niet geldig",
        "One or more fields do not fit; `errors` lists them all.",
        "Een of meer velden passen niet; `errors` noemt ze allemaal.";
    NotJson: "not-json", BAD_REQUEST, InvalidArgument,
        "The body cannot be read", "De inhoud is niet leesbaar",
        "The body is not well-formed JSON, or not a message of this operation.",
        "De inhoud is geen welgevormde JSON, of geen bericht van deze operatie.";
    IdempotencyKeyMissing: "idempotency-key-missing", BAD_REQUEST, InvalidArgument,
        "The idempotency key is missing", "De idempotentiesleutel ontbreekt",
        "Send an Idempotency-Key of 1 to 128 visible ASCII characters.",
        "Stuur een Idempotency-Key van 1 tot 128 zichtbare ASCII-tekens mee.";
    Unauthenticated: "unauthenticated", UNAUTHORIZED, Unauthenticated,
        "It is not known who you are", "Niet bekend is wie u bent",
        "Send a valid bearer token in the Authorization header.",
        "Stuur een geldig token mee in de kop Authorization.";
    Forbidden: "forbidden", FORBIDDEN, PermissionDenied,
        "Your role does not allow this", "Uw rol staat dit niet toe",
        "None of your roles allows this operation.",
        "Geen van uw rollen staat deze handeling toe.";
    NotFound: "not-found", NOT_FOUND, NotFound,
        "There is nothing here", "Hier is niets",
        "It does not exist, or you may not know of it.",
        "Het bestaat niet, of u mag er niet van weten.";
    UnknownOperation: "unknown-operation", NOT_FOUND, Unimplemented,
        "There is no such operation", "Deze operatie bestaat niet",
        "The service or method is not known.",
        "De dienst of methode is niet bekend.";
    MethodNotAllowed: "method-not-allowed", METHOD_NOT_ALLOWED, Unimplemented,
        "The method is not allowed here", "Deze methode mag hier niet",
        "The Allow header names the methods that are.",
        "De kop Allow noemt de methoden die wel mogen.";
    VersionMoved: "version-moved", PRECONDITION_FAILED, FailedPrecondition,
        "It has changed since you saw it", "Het is gewijzigd sinds u het zag",
        "The version that you stated is no longer the latest; read again and decide again.",
        "De versie die u noemde is niet meer de laatste; lees opnieuw en besluit opnieuw.";
    Conflict: "conflict", CONFLICT, Aborted,
        "Another change came first", "Een andere wijziging was eerder",
        "Others were changing the same thing; try again.",
        "Anderen wijzigden hetzelfde; probeer het opnieuw.";
    IdempotencyKeyReused: "idempotency-key-reused", CONFLICT, AlreadyExists,
        "The idempotency key was used for something else", "De idempotentiesleutel is al anders gebruikt",
        "The same key came before with another request; take a new key.",
        "Dezelfde sleutel kwam eerder met een ander verzoek; neem een nieuwe.";
    TooLarge: "too-large", PAYLOAD_TOO_LARGE, ResourceExhausted,
        "The request is too large", "Het verzoek is te groot",
        "The body is larger than this service accepts.",
        "De inhoud is groter dan deze dienst aanneemt.";
    UnsupportedMediaType: "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, InvalidArgument,
        "The media type is not supported", "Dit mediatype wordt niet ondersteund",
        "Send the body as application/json.",
        "Stuur de inhoud als application/json.";
    TimedOut: "timed-out", SERVICE_UNAVAILABLE, DeadlineExceeded,
        "It took too long", "Het duurde te lang",
        "The time for this request was up; repeat it with the same idempotency key.",
        "De tijd voor dit verzoek was om; herhaal het met dezelfde idempotentiesleutel.";
    ReadModelBehind: "read-model-behind", SERVICE_UNAVAILABLE, Unavailable,
        "The answer is not yet up to date", "Het antwoord is nog niet bijgewerkt",
        "What you wrote has not yet reached this view; try again shortly.",
        "Wat u schreef heeft dit overzicht nog niet bereikt; probeer het zo opnieuw.";
    ReadModelStopped: "read-model-stopped", SERVICE_UNAVAILABLE, Unavailable,
        "The view has stopped", "Het overzicht staat stil",
        "This view cannot be trusted now; its operator has been warned.",
        "Dit overzicht is nu niet te vertrouwen; de beheerder is gewaarschuwd.";
    Unavailable: "unavailable", SERVICE_UNAVAILABLE, Unavailable,
        "Not available now", "Nu niet beschikbaar",
        "Something that the service needs does not answer; try again shortly.",
        "Iets wat de dienst nodig heeft antwoordt niet; probeer het zo opnieuw.";
    Internal: "internal", INTERNAL_SERVER_ERROR, Internal,
        "Something went wrong here", "Er ging hier iets mis",
        "The fault is ours; mention the trace id when you report it.",
        "De fout ligt bij ons; noem het traceernummer wanneer u het meldt.";
}

/// The kind that a refusal of the domain belongs to.
fn refused(refusal: &Refused) -> Kind {
    match *refusal {}
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
    /// Methods that are allowed (`Allow`).
    pub allow: Option<String>,
    /// A token was sent, and refused.
    pub token_refused: bool,
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
        Self {
            kind,
            errors: Vec::new(),
            members: Vec::new(),
            allow: None,
            token_refused: false,
        }
    }
}

impl Problem {
    /// Input that does not fit.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Kind::InvalidInput.into()
        }
    }

    /// A method that is not allowed.
    pub fn method_not_allowed(allow: String) -> Self {
        Self {
            allow: Some(allow),
            ..Kind::MethodNotAllowed.into()
        }
    }

    /// A token that was refused.
    pub fn token_refused() -> Self {
        Self {
            token_refused: true,
            ..Kind::Unauthenticated.into()
        }
    }

    /// A role that is not held.
    pub fn forbidden(allowed: &[Role]) -> Self {
        let roles: Vec<_> = allowed.iter().map(|role| role.code()).collect();
        Self::from(Kind::Forbidden).with("allowedRoles", json!(roles))
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
            Error::NotFound => Kind::NotFound.into(),
            Error::Forbidden { allowed } => Self::forbidden(allowed),
            Error::Conflict { expected, actual } => conflict(expected, actual),
            Error::KeyReused => Kind::IdempotencyKeyReused.into(),
            Error::Unavailable(what) => unavailable(what).into(),
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
        Unavailable::Database => Kind::Unavailable,
    }
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
