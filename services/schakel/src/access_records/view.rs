//! A record as a client sees it.

use chrono::{DateTime, Utc};
use schakel_access_log::{Decision, Stored};
use schakel_read_models::Page;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::paging;

/// A page of records, oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessRecordPage {
    records: Vec<AccessRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// That somebody saw, or was denied, something about somebody.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessRecord {
    /// When it was answered.
    at: DateTime<Utc>,
    /// The operation.
    action: String,
    account: String,
    organisation: String,
    roles: Vec<String>,
    /// Whether it was permitted.
    permitted: bool,
    /// Why not, or what else there is to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What came of it, as a code.
    outcome: String,
    /// Version of the policy that decided.
    policy_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// The asker's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// What kind of name the person has here: person, member, case, asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_type: Option<String>,
    /// The name: an id, or a keyed hash of what was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// Whether anything was found.
    found: bool,
    /// The categories that went out.
    categories: Vec<String>,
    /// The trace, by which the logs are joined.
    trace_id: String,
}

impl From<Page<Stored>> for AccessRecordPage {
    fn from(page: Page<Stored>) -> Self {
        Self {
            records: page.items.into_iter().map(AccessRecord::from).collect(),
            next_cursor: paging::next(page.next),
        }
    }
}

impl From<Stored> for AccessRecord {
    fn from(Stored { record, .. }: Stored) -> Self {
        let (subject_type, subject) = record.subject.map(|subject| (subject.kind, subject.id)).unzip();
        Self {
            at: record.ended_at,
            action: record.action,
            account: record.account,
            organisation: record.organisation,
            roles: record.roles,
            permitted: record.decision == Decision::Permit,
            reason: record.reason,
            outcome: record.status,
            policy_version: record.policy,
            purpose: record.purpose,
            reference: record.reference,
            subject_type,
            subject,
            found: record.found,
            categories: record.categories,
            trace_id: record.trace_id,
        }
    }
}

/// A record as the documentation shows one.
pub fn example_record() -> Value {
    json!({
        "at": "2026-11-23T09:30:00Z", "action": "LookUpPerson", "account": "zsm-coordinator-1",
        "organisation": "openbaar_ministerie", "roles": ["zsm_coordinator"], "permitted": true, "outcome": "ok",
        "policyVersion": "0", "purpose": "zsm_lookup", "reference": "2026-000123", "subjectType": "asked",
        "subject": "5f0c6f0f6a5a4f6c8f0d7b9c3d2e1f00", "found": true, "categories": ["identity", "plan"],
        "traceId": "4bf92f3577b34da6a3ce929d0e0e4736"
    })
}
