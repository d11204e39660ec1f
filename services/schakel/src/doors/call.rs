//! What comes in beside the input, and what goes out beside the answer.

use std::borrow::Cow;

use schakel_access::Actor;
use schakel_application::DataSubject;
use schakel_domain::region::Label;
use schakel_domain::{Account, CaseId, Category};
use schakel_journal::Place;

use crate::wire::Receipt;

/// The envelope of one call; the same whichever door it came through.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who asks.
    pub actor: Actor,
    /// Present on every operation that creates or changes something.
    pub idempotency: Option<Idempotency>,
    /// The version that the client saw (`If-Match`, `expected_version`).
    pub expected_version: Option<u64>,
    /// What the answer must at least contain (`Schakel-Position`, `at_least_position`).
    pub at_least: Option<Place>,
    /// W3C trace context.
    pub trace: Trace,
    /// Language of labels and problem titles.
    pub language: Language,
    /// Why the actor asks (`Schakel-Purpose`).
    pub purpose: Option<String>,
}

/// The client's own name for a command, and what that name stands for.
#[derive(Clone)]
pub struct Idempotency {
    /// `Idempotency-Key`: 1 to 128 visible ASCII characters.
    pub key: String,
    /// Operation and input in canonical JSON. It holds personal data: only its keyed fingerprint may be stored.
    pub request: Vec<u8>,
}

impl std::fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Idempotency").finish_non_exhaustive()
    }
}

/// W3C Trace Context: lower-case hexadecimal identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// 32 digits; the caller's, or new.
    pub trace_id: String,
    /// 16 digits; ours.
    pub span_id: String,
    /// 16 digits; the caller's.
    pub parent_span_id: Option<String>,
}

impl Trace {
    /// A trace that starts here.
    #[expect(clippy::disallowed_methods, reason = "this is where the names of traces come in")]
    pub fn start() -> Self {
        let trace_id = uuid::Uuid::new_v4().simple().to_string();
        Self { trace_id, span_id: new_span(), parent_span_id: None }
    }

    /// Carries the caller's trace on (`traceparent`); a malformed header starts a new one, as the standard says.
    pub fn carry_on(traceparent: Option<&str>) -> Self {
        match traceparent.and_then(caller) {
            Some((trace_id, parent)) => Self { trace_id, span_id: new_span(), parent_span_id: Some(parent) },
            None => Self::start(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the names of spans come in")]
fn new_span() -> String {
    let (span, _) = uuid::Uuid::new_v4().as_u64_pair();
    format!("{span:016x}")
}

/// Trace and span of the caller.
fn caller(traceparent: &str) -> Option<(String, String)> {
    let mut parts = traceparent.trim().split('-');
    let (version, trace, parent) = (parts.next()?, parts.next()?, parts.next()?);
    let flags = parts.next()?;
    let well_formed = is_hex(version, 2)
        && version != "ff"
        && is_hex(trace, 32)
        && is_hex(parent, 16)
        && is_hex(flags, 2)
        && (version != "00" || parts.next().is_none());
    let meaningful = trace.bytes().any(|b| b != b'0') && parent.bytes().any(|b| b != b'0');
    (well_formed && meaningful).then(|| (trace.to_owned(), parent.to_owned()))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Language of what people read; identifiers are never translated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    #[default]
    En,
}

impl Language {
    /// The language that the caller likes best (`Accept-Language`), English when neither is named.
    pub fn preferred(accept_language: Option<&str>) -> Self {
        let weighed = |range: &str| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            let language = match tag.trim().split('-').next()?.to_ascii_lowercase().as_str() {
                "nl" => Self::Nl,
                "en" => Self::En,
                _ => return None,
            };
            (weight > 0.0).then_some((language, weight))
        };
        let mut best = None;
        for (language, weight) in accept_language.unwrap_or_default().split(',').filter_map(weighed) {
            if best.is_none_or(|(_, highest)| weight > highest) {
                best = Some((language, weight));
            }
        }
        best.map_or(Self::En, |(language, _)| language)
    }

    /// A label's words in this language.
    pub fn of(self, label: &Label) -> &str {
        match self {
            Self::Nl => &label.nl,
            Self::En => &label.en,
        }
    }

    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// What an answer says about one person; each leaves a record of its own before the answer leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// About whom; nobody in particular where a log is asked what somebody did.
    pub subject: Option<DataSubject>,
    /// Whether anything was found.
    pub found: bool,
    /// The categories that go out; none when nothing was found.
    pub categories: Vec<Category>,
    /// Who hears of it, about which case: that somebody asked, when and for what purpose.
    pub tell: Vec<(Account, CaseId)>,
}

/// An answer, with what travels beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// The answer itself.
    pub body: T,
    /// Version of the resource (`ETag`).
    pub version: Option<u64>,
    /// Where the new resource is: a path that starts with `/v1/`.
    pub location: Option<String>,
    /// Place of the last event behind the answer (`Schakel-Position`).
    pub place: Option<Place>,
    /// What it says about whom.
    pub disclosed: Vec<Disclosure>,
    /// The version of the covenant by which it is given, where one decided.
    pub policy: Option<String>,
    /// Why it is given although nobody is involved, or for whom, as a code.
    pub reason: Option<Cow<'static, str>>,
    /// To what it refers, as its record says: a code, where the caller stated none.
    pub reference: Option<String>,
}

impl<T> Answer<T> {
    /// An answer with nothing beside it.
    pub fn of(body: T) -> Self {
        Self {
            body,
            version: None,
            location: None,
            place: None,
            disclosed: Vec::new(),
            policy: None,
            reason: None,
            reference: None,
        }
    }

    /// With what it says about one more person.
    pub fn about(mut self, subject: DataSubject, categories: &[Category]) -> Self {
        let (subject, found) = (Some(subject), !categories.is_empty());
        self.disclosed.push(Disclosure { subject, found, categories: categories.to_vec(), tell: Vec::new() });
        self
    }

    /// With nothing of a case or a person, and on record all the same.
    pub fn on_record(mut self, subject: Option<DataSubject>, found: bool) -> Self {
        self.disclosed.push(Disclosure { subject, found, categories: Vec::new(), tell: Vec::new() });
        self
    }

    /// With rows that each say how one case stands.
    pub fn about_cases(self, cases: impl IntoIterator<Item = CaseId>) -> Self {
        let plan = [Category::Plan];
        cases.into_iter().fold(self, |answer, case| answer.about(DataSubject::Case(case), &plan))
    }

    /// By this version of the covenant.
    pub fn under(mut self, policy: Option<String>) -> Self {
        self.policy = policy;
        self
    }

    /// For this reason, although nobody is involved.
    pub fn because(mut self, reason: impl Into<Cow<'static, str>>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Referring to this: a code, never anything personal.
    pub fn referring_to(mut self, code: String) -> Self {
        self.reference = Some(code);
        self
    }

    /// With whoever hears of the last that was said about somebody.
    pub fn telling(mut self, tell: Vec<(Account, CaseId)>) -> Self {
        if let Some(last) = self.disclosed.last_mut() {
            last.tell = tell;
        }
        self
    }

    /// With the version of the resource.
    pub fn at_version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// With the path of the new resource.
    pub fn located_at(mut self, path: impl Into<String>) -> Self {
        self.location = Some(path.into());
        self
    }
}

impl Answer<Receipt> {
    /// The answer of a command.
    pub fn receipt(id: impl Into<String>, version: u64, place: Place) -> Self {
        let receipt = Receipt { id: id.into(), version, position: place.to_string() };
        Self { place: Some(place), ..Self::of(receipt).at_version(version) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_carried_on_and_a_malformed_one_is_replaced() {
        let trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
        let carried = Trace::carry_on(Some(&format!("00-{trace_id}-00f067aa0ba902b7-00")));
        assert_eq!(carried.trace_id, trace_id);
        assert_ne!(carried.span_id, "00f067aa0ba902b7");
        assert_eq!(carried.parent_span_id.as_deref(), Some("00f067aa0ba902b7"));
        for malformed in [
            "",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        ] {
            let trace = Trace::carry_on(Some(malformed));
            assert_ne!(trace.trace_id, trace_id, "{malformed}");
            assert_eq!(trace.trace_id.len(), 32);
        }
    }

    #[test]
    fn the_language_is_the_one_with_the_highest_weight() {
        let language = |header| Language::preferred(Some(header));
        assert_eq!(language("nl-NL,nl;q=0.9,en;q=0.8"), Language::Nl);
        assert_eq!(language("en;q=0.5, nl;q=0.7"), Language::Nl);
        assert_eq!(language("de, nl;q=0.3"), Language::Nl);
        assert_eq!(language("nl;q=0, en;q=0.1"), Language::En);
        assert_eq!(language("de"), Language::En);
        assert_eq!(Language::preferred(None), Language::En);
    }
}
