//! Why the glass was broken.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, CaseFile, Error};
use schakel_domain::CaseId;
use schakel_domain::case::Event;
use schakel_journal::Entry;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::{AccountId, FreeText, known};

/// Asks who opened a case in an emergency, and why.
pub struct ListEmergencyAccesses;

/// Which case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListEmergencyAccessesRequest {
    case_id: Uuid,
}

/// Who opened the case in an emergency, oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyAccesses {
    emergency_accesses: Vec<EmergencyAccess>,
}

/// One emergency.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyAccess {
    /// Who.
    account: AccountId,
    /// From when.
    at: DateTime<Utc>,
    /// Until when.
    ends_at: DateTime<Utc>,
    /// Why; absent when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
}

impl Operation for ListEmergencyAccesses {
    type Input = ListEmergencyAccessesRequest;
    type Output = EmergencyAccesses;
    const SPEC: Spec = Spec {
        action: Action::ListEmergencyAccesses,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/emergency-accesses",
        service: SERVICE,
        summary: "Who opened a case in an emergency, and why",
        description: "For the privacy officer who had the notice `glass_broken` and judges whether it was one. Nothing \
                      else of the case; what was seen by it is in the access records.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: ListEmergencyAccessesRequest,
    ) -> Result<Answer<EmergencyAccesses>, Error> {
        let case = CaseId(input.case_id);
        let CaseFile { history, .. } = app.case(case).await?;
        let emergency_accesses: Vec<_> = history.iter().filter_map(EmergencyAccess::of).collect();
        let found = !emergency_accesses.is_empty();
        Ok(Answer::of(EmergencyAccesses { emergency_accesses })
            .on_record(Some(DataSubject::Case(case)), found))
    }
}

impl EmergencyAccess {
    fn of(entry: &Entry<Event>) -> Option<Self> {
        let Event::GlassBroken { account, reason, until } = &entry.event else { return None };
        Some(Self {
            account: AccountId(account.0.clone()),
            at: entry.metadata.at,
            ends_at: *until,
            reason: known(reason),
        })
    }
}

fn example_answer() -> Value {
    json!({"emergencyAccesses": [{
        "account": "director-2", "at": "2026-11-23T21:30:00Z", "endsAt": "2026-11-24T00:30:00Z",
        "reason": "Threatens a relative tonight; the director cannot be reached."
    }]})
}
