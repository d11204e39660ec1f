//! A request of a data subject.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::region::OrganisationCode;
use schakel_domain::subject_request::{ControllerState, Decision, Known};
use schakel_domain::{Category, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{ControllerStateCode, RequestKind, RequestOutcome};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::{FreeText, Organisation, known};

/// Asks for one request.
pub struct GetRequest;

/// Which request.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetRequestRequest {
    request_id: Uuid,
}

/// A request of a data subject.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    kind: RequestKind,
    person_id: Uuid,
    received_date: NaiveDate,
    /// The day by which it is answered.
    due_date: NaiveDate,
    /// Whether the term was extended.
    extended: bool,
    /// Why it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension_reason: Option<FreeText>,
    controllers: Vec<ControllerView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<RequestDecisionView>,
    /// When it was answered and carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_date: Option<NaiveDate>,
}

/// Where a request stands with one of the joint controllers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControllerView {
    controller: Organisation,
    state: ControllerStateCode,
    /// Why it refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
}

/// A decision on a request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestDecisionView {
    decision_date: NaiveDate,
    outcome: RequestOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
}

impl Operation for GetRequest {
    type Input = GetRequestRequest;
    type Output = RequestView;
    const SPEC: Spec = Spec {
        action: Action::GetRequest,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/subject-requests/{requestId}",
        service: SERVICE,
        summary: "A request of a data subject",
        description: "With its term, the decision and where it stands with each controller. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, _: Call, input: GetRequestRequest) -> Result<Answer<RequestView>, Error> {
        let (request, version) = app.subject_request(RequestId(input.request_id)).await?;
        let person = DataSubject::Person(request.person);
        let answer = Answer::of(RequestView::of(input.request_id, version, &request));
        Ok(answer.at_version(version).about(person, &[Category::Identity]))
    }
}

impl RequestView {
    fn of(id: Uuid, version: u64, request: &Known) -> Self {
        Self {
            id,
            version,
            kind: request.kind.into(),
            person_id: request.person.0,
            received_date: request.received_on,
            due_date: request.due_on,
            extended: request.extension.is_some(),
            extension_reason: request.extension.as_ref().and_then(|extension| known(&extension.reason)),
            controllers: request.controllers.iter().map(ControllerView::of).collect(),
            decision: request.decision.as_ref().map(RequestDecisionView::of),
            completed_date: request.completed_on,
        }
    }
}

impl ControllerView {
    fn of((controller, state): (&OrganisationCode, &ControllerState)) -> Self {
        let reason = match state {
            ControllerState::Refused { reason } => known(reason),
            ControllerState::Open | ControllerState::Done => None,
        };
        Self { controller: Organisation(controller.clone()), state: state.code().into(), reason }
    }
}

impl RequestDecisionView {
    fn of(decision: &Decision) -> Self {
        Self { decision_date: decision.on, outcome: decision.outcome.into(), reason: known(&decision.reason) }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000007", "version": 3, "kind": "access",
        "personId": "0190c3a2-0000-7000-8000-000000000003", "receivedDate": "2026-11-23",
        "dueDate": "2026-12-23", "extended": false,
        "controllers": [
            {"controller": "gemeente_gouda", "state": "done"},
            {"controller": "politie", "state": "refused", "reason": "An investigation is under way."}
        ],
        "decision": {
            "decisionDate": "2026-12-01", "outcome": "partly_granted",
            "reason": "Notes of third parties are left out."
        }
    })
}
