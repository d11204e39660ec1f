//! A dry run for the privacy officer.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Shared};
use schakel_domain::CaseId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::view::Explanation;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::Organisation;

/// Asks what an organisation would see of a case, and why.
pub struct ExplainInformation;

/// Which case and organisation, and when.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainInformationRequest {
    case_id: Uuid,
    /// Which organisation.
    organisation: Organisation,
    /// As it would have been at this moment, which has passed; now when left out.
    as_of: Option<DateTime<Utc>>,
}

/// What each of its people would see of the case, and why; never what it says.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanations {
    explanations: Vec<Explanation>,
}

impl Operation for ExplainInformation {
    type Input = ExplainInformationRequest;
    type Output = Explanations;
    const SPEC: Spec = Spec {
        action: Action::ExplainInformation,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/cases/{caseId}/information-explanations",
        service: SERVICE,
        summary: "What an organisation would see of a case, and why",
        description: "For each of its people who are authorised: how they are involved, and for each category and \
                      item whether they would see it, under which annex and covenant version, or why not. It never \
                      tells what the case says.",
        example: || json!({"organisation": "politie", "asOf": "2026-11-23T09:30:00Z"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: ExplainInformationRequest,
    ) -> Result<Answer<Explanations>, Error> {
        let case = CaseId(input.case_id);
        let shared = app.explained(&input.organisation.0, case, input.as_of).await?;
        let policy = shared.iter().find_map(Shared::policy);
        let explanations = shared.iter().map(Explanation::of).collect();
        Ok(Answer::of(Explanations { explanations })
            .under(policy)
            .on_record(Some(DataSubject::Case(case)), true))
    }
}

fn example_answer() -> Value {
    json!({"explanations": [{
        "account": "chain-partner-1", "roles": ["chain_partner"], "involvements": ["participant"],
        "exists": true,
        "categories": [
            {
                "category": "police", "permitted": true, "involvement": "participant", "ground": "focus",
                "covenantVersion": "1.0"
            },
            {"category": "care", "permitted": false, "reason": "not_in_annex"}
        ],
        "items": [{
            "informationId": "0190c3a2-0000-7000-8000-000000000013", "category": "care",
            "organisation": "fivoor", "permitted": false, "reason": "not_in_annex"
        }]
    }]})
}
