//! What is recorded of one answer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One processing action on one person, with the decision that allowed or denied it (NORMS §4): who
/// asked what, for whom, under which policy, and what went out. Codes, ids and pseudonyms only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When the question came.
    pub started_at: DateTime<Utc>,
    /// When the answer was ready to leave. Kept to the microsecond, as `started_at` is.
    pub ended_at: DateTime<Utc>,
    /// Trace that it belongs to (W3C Trace Context).
    pub trace_id: String,
    /// Span of this action.
    pub span_id: String,
    /// Span that asked for it.
    pub parent_span_id: Option<String>,
    /// Code of the action.
    pub action: String,
    /// What was decided.
    pub decision: Decision,
    /// Code of the reason, mostly of a denial.
    pub reason: Option<String>,
    /// Code of the outcome: `ok`, `not_found`, `refused`, `unavailable` …
    pub status: String,
    /// Version of the policy (covenant) that decided.
    pub policy: String,
    /// Who asked.
    pub account: String,
    /// On whose behalf.
    pub organisation: String,
    /// System through which was asked.
    pub client: Option<String>,
    /// Codes of the roles of who asked.
    pub roles: Vec<String>,
    /// Code of the purpose.
    pub purpose: Option<String>,
    /// Reference of who asked, such as the number of a file.
    pub reference: Option<String>,
    /// Whom it was about.
    pub subject: Option<Subject>,
    /// Whether anything was found.
    pub found: bool,
    /// Codes of the categories that went out.
    pub categories: Vec<String>,
    /// Whom to tell that the person was looked up.
    pub messages: Vec<Message>,
}

/// A person, as the log knows one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Kind of the pseudonym.
    pub kind: String,
    /// The pseudonym.
    pub id: String,
}

/// What the policy decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may be seen.
    Permit,
    /// It may not.
    Deny,
}

impl Decision {
    /// Its code in the table.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny => "deny",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Permit, Self::Deny].into_iter().find(|decision| decision.code() == code)
    }
}

/// That a person was looked up, for somebody who handles the case. It has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Account of who is told.
    pub recipient: String,
    /// Case because of which.
    pub case_id: Uuid,
}

/// Where a record stands in the log. Keys sort by epoch (logical restores), then by the transaction
/// that wrote the record, then by writer and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Counts logical restores of the log.
    pub epoch: i32,
    /// The writing transaction (PostgreSQL's 64-bit transaction id).
    pub tx_id: u64,
    /// Number of the writer.
    pub writer: i32,
    /// Number of the record in the writer's chain.
    pub seq: i64,
}

impl Key {
    /// Before the first record.
    pub(crate) const START: Self = Self { epoch: 0, tx_id: 0, writer: 0, seq: 0 };

    /// The transaction id as PostgreSQL's `xid8` is bound: as text.
    pub(crate) fn tx_text(self) -> String {
        self.tx_id.to_string()
    }
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where it stands.
    pub key: Key,
    /// What it says.
    pub record: Record,
}

/// Where a message stands: by its record, then by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageKey {
    /// The record that it came with.
    pub record: Key,
    /// Its number there.
    pub number: i32,
}

/// A message as its recipient gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedUp {
    /// Where it stands.
    pub key: MessageKey,
    /// Case because of which.
    pub case_id: Uuid,
    /// The operation that told of it.
    pub action: String,
    /// Code of the purpose of the lookup.
    pub purpose: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The longest text of a record, in bytes: a longer one would not fit an index.
const LONGEST: usize = 1024;

impl Record {
    /// The first field that the database could not store. One of these would fail the whole batch, and
    /// with it the records of others.
    pub(crate) fn unwritable(&self) -> Option<&'static str> {
        let bad = |text: &str| text.len() > LONGEST || text.contains('\0');
        self.texts().into_iter().find(|(_, text)| bad(text)).map(|(field, _)| field)
    }

    fn texts(&self) -> Vec<(&'static str, &str)> {
        let always = [
            ("trace_id", &self.trace_id),
            ("span_id", &self.span_id),
            ("action", &self.action),
            ("status", &self.status),
            ("policy", &self.policy),
            ("account", &self.account),
            ("organisation", &self.organisation),
        ];
        let sometimes = [
            ("parent_span_id", &self.parent_span_id),
            ("reason", &self.reason),
            ("client", &self.client),
            ("purpose", &self.purpose),
            ("reference", &self.reference),
        ];
        let mut texts = Vec::from(always.map(|(field, text)| (field, text.as_str())));
        texts.extend(sometimes.into_iter().filter_map(|(field, text)| Some((field, text.as_deref()?))));
        texts.extend(self.roles.iter().map(|text| ("roles", text.as_str())));
        texts.extend(self.categories.iter().map(|text| ("categories", text.as_str())));
        texts.extend(self.messages.iter().map(|message| ("messages", message.recipient.as_str())));
        if let Some(Subject { kind, id }) = &self.subject {
            texts.extend([("subject", kind.as_str()), ("subject", id.as_str())]);
        }
        texts
    }
}
