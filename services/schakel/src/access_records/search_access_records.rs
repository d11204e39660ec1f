//! The questions to the access log.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_access_log::{Decision, Key, Stored};
use schakel_application::{Application, DataSubject, Error, FieldError, RecordFilter, Sought};
use schakel_domain::{PersonId, person};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{AccountId, Organisation, without};
use crate::wire::Bsn;

/// Asks who saw what.
pub struct SearchAccessRecords;

/// About whom, or of whom.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchAccessRecordsRequest {
    /// About this person: also as a member of cases, by what was merged with it, and by BSN.
    person_id: Option<Uuid>,
    /// About whoever has this BSN, known or not.
    bsn: Option<Bsn>,
    /// Of this account.
    account: Option<AccountId>,
    /// On behalf of this organisation.
    organisation: Option<Organisation>,
    /// Answered at this moment or later.
    from_at: Option<DateTime<Utc>>,
    /// Answered before this moment.
    until_at: Option<DateTime<Utc>>,
    /// Records on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where an earlier page ended.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

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

impl Operation for SearchAccessRecords {
    type Input = SearchAccessRecordsRequest;
    type Output = AccessRecordPage;
    const SPEC: Spec = Spec {
        action: Action::SearchAccessRecords,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/access-records/_search",
        service: "AccessRecordService",
        summary: "Who saw what, when, and for what purpose",
        description: "For the privacy officer: what was answered about a person, or all that an account or an \
                      organisation asked and did in a period; denials and questions in vain too. Name at least \
                      one of them. This question is itself recorded.",
        example: || json!({"account": "zsm-coordinator-1", "fromAt": "2026-11-01T00:00:00Z", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: SearchAccessRecordsRequest,
    ) -> Result<Answer<AccessRecordPage>, Error> {
        let after = paging::cursor::<Key>("cursor", input.cursor.clone())?;
        let limit = paging::limit(input.limit);
        let filter = input.filter()?;
        let asked = asked(app, &filter);
        let page = app.access_records(filter, after.and_then(|cursor| cursor.key()), limit).await?;
        let found = !page.items.is_empty();
        let answer = Answer::of(AccessRecordPage {
            records: page.items.into_iter().map(AccessRecord::from).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(answer.on_record(asked, found))
    }
}

impl SearchAccessRecordsRequest {
    fn filter(self) -> Result<RecordFilter, Error> {
        let mut mistakes = Vec::new();
        let nothing = self.person_id.is_none() && self.bsn.is_none();
        if nothing && self.account.is_none() && self.organisation.is_none() {
            let words = "name a personId, a bsn, an account or an organisation";
            mistakes.push(FieldError::new("personId", "required", words));
        }
        let bsn = self.bsn.map(|bsn| person::Bsn::new(bsn.as_str())).transpose();
        if let Err(mistake) = &bsn {
            mistakes.push(FieldError::new("bsn", "bsn", mistake.to_string()));
        }
        without(mistakes)?;
        Ok(RecordFilter {
            person: self.person_id.map(PersonId),
            bsn: bsn.ok().flatten(),
            account: self.account.map(|account| account.0),
            organisation: self.organisation.map(|organisation| organisation.0.to_string()),
            from: self.from_at,
            until: self.until_at,
            at_once: false,
        })
    }
}

/// The person whom the question is about, if it is about one.
fn asked(app: &Application, filter: &RecordFilter) -> Option<DataSubject> {
    let by_bsn = || Some(DataSubject::Asked(app.pseudonym(&Sought::Bsn(filter.bsn.clone()?))));
    filter.person.map(DataSubject::Person).or_else(by_bsn)
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

fn example_answer() -> Value {
    json!({"records": [{
        "at": "2026-11-23T09:30:00Z", "action": "LookUpPerson", "account": "zsm-coordinator-1",
        "organisation": "openbaar_ministerie", "roles": ["zsm_coordinator"], "permitted": true, "outcome": "ok",
        "policyVersion": "0", "purpose": "zsm_lookup", "reference": "2026-000123", "subjectType": "asked",
        "subject": "5f0c6f0f6a5a4f6c8f0d7b9c3d2e1f00", "found": true, "categories": ["identity", "plan"],
        "traceId": "4bf92f3577b34da6a3ce929d0e0e4736"
    }]})
}
