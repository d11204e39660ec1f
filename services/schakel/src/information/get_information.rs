//! The information view of a case.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{CaseId, Category};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::InformationView;
use super::{SERVICE, noted};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::subjects;

/// Asks what may be had of a case.
pub struct GetInformation;

/// Which case, and when.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetInformationRequest {
    case_id: Uuid,
    /// As it would have been at this moment, which has passed, without what it says; now when left out.
    as_of: Option<DateTime<Utc>>,
}

impl Operation for GetInformation {
    type Input = GetInformationRequest;
    type Output = InformationView;
    const SPEC: Spec = Spec {
        action: Action::GetInformation,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/information",
        service: SERVICE,
        summary: "What the caller may have of a case",
        description: "By all three: a signature of the covenant, direct involvement in the case, and an annex that \
                      allows the category to organisations of that kind where the case is discussed. For each \
                      category left out it says why, as far as that may be told. Whoever is not involved hears \
                      of no case. As of a moment that has passed it tells what could be had then and why, and not what \
                      it says: that is for whoever may have it now. Never behind.",
        example: || json!({"asOf": "2026-11-23T09:30:00Z"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetInformationRequest,
    ) -> Result<Answer<InformationView>, Error> {
        let case = CaseId(input.case_id);
        let shared = app.shared_with(&call.actor, case, input.as_of).await?;
        let view = InformationView::of(input.case_id, &shared);
        let (view, categories) = match input.as_of {
            // That there was a case says as much as an identity.
            Some(_) => (view.without_content(), vec![Category::Identity]),
            None => (view, shared.shown()),
        };
        let answer = Answer::of(view).under(shared.policy());
        let answer = if input.as_of.is_some() { answer.because("as_of") } else { answer };
        let subjects = subjects(case, &shared.file).into_iter();
        let answer = subjects.fold(answer, |answer, subject| answer.about(subject, &categories));
        Ok(noted(answer, case, &shared))
    }
}

fn example_answer() -> Value {
    json!({
        "caseId": "0190c3a2-0000-7000-8000-000000000001", "discussedIn": "focus",
        "involvements": ["participant"],
        "categories": [
            {
                "category": "care", "permitted": true, "involvement": "participant", "ground": "focus",
                "covenantVersion": "1.0"
            },
            {"category": "police", "permitted": false, "reason": "not_in_annex"}
        ],
        "members": [{
            "id": "0190c3a2-0000-7000-8000-000000000002",
            "identity": {"givenNames": "Jan", "prefix": "van der", "surname": "Proef", "gender": "man"}
        }],
        "items": [{
            "id": "0190c3a2-0000-7000-8000-000000000013", "category": "care", "organisation": "fivoor",
            "text": "Sees a psychologist every week.", "meetingType": "focus",
            "notShareableWithClient": false, "consent": "given", "audience": []
        }],
        "interventions": [],
        "requests": [],
        "referrals": [{
            "id": "0190c3a2-0000-7000-8000-000000000014", "referrer": "politie", "receiver": "ggd",
            "question": "Can you take up the care?", "state": "offered"
        }]
    })
}
