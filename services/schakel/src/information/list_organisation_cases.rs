//! What the caller's organisation may see.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, OrganisationCase};
use schakel_domain::Category as Shown;
use schakel_read_models::involved;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{Category, Involvement};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::paging;

/// Asks what the caller's organisation may see.
pub struct ListOrganisationCases;

/// Which page.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListOrganisationCasesRequest {
    /// Cases on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of cases, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationCasePage {
    cases: Vec<OrganisationCaseView>,
    /// Version and amendment of the covenant that was asked, such as 3.2; absent while none binds the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    covenant_version: Option<String>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A case in which somebody of the organisation is involved.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OrganisationCase)]
pub struct OrganisationCaseView {
    case_id: Uuid,
    /// The kind of meeting whose agenda it is on; absent while it is taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    /// How any of its people are involved.
    involvements: Vec<Involvement>,
    /// Since when, by the first of them.
    involved_at: DateTime<Utc>,
    /// What those who are involved may have of the whole case; an own report, request or referral comes beside it.
    categories: Vec<Category>,
}

impl Operation for ListOrganisationCases {
    type Input = ListOrganisationCasesRequest;
    type Output = OrganisationCasePage;
    const SPEC: Spec = Spec {
        action: Action::ListOrganisationCases,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/organisation-cases",
        service: SERVICE,
        summary: "What my organisation may see",
        description: "Every case in which somebody is involved who is authorised for the caller's organisation, and the \
                      categories that the covenant lets them have of it. For the partner that has to account for it, \
                      beside what was seen (`/v1/disclosures`). Shielded cases are not in it: those are known to the \
                      persons who were cleared for them. Nothing for those whom no covenant binds. Never behind.",
        example: || json!({"limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListOrganisationCasesRequest,
    ) -> Result<Answer<OrganisationCasePage>, Error> {
        let after = paging::cursor::<involved::Key>("cursor", input.cursor)?;
        let limit = paging::limit(input.limit);
        let (page, covenant_version) = app.organisation_cases(&call.actor, after.as_ref(), limit).await?;
        let shown: Vec<_> = page.items.iter().map(|it| DataSubject::Case(it.row.case)).collect();
        let answer = Answer::of(OrganisationCasePage {
            cases: page.items.into_iter().map(OrganisationCaseView::from).collect(),
            covenant_version: covenant_version.clone(),
            next_cursor: paging::next(page.next),
        });
        let answer = answer.under(covenant_version);
        Ok(shown.into_iter().fold(answer, |answer, case| answer.about(case, &[Shown::Identity])))
    }
}

impl From<OrganisationCase> for OrganisationCaseView {
    fn from(OrganisationCase { row, categories }: OrganisationCase) -> Self {
        Self {
            case_id: row.case.0,
            meeting_type: row.meeting_type,
            involvements: row.involvements.into_iter().map(Into::into).collect(),
            involved_at: row.since,
            categories: categories.into_iter().map(Into::into).collect(),
        }
    }
}

fn example_answer() -> Value {
    json!({
        "cases": [{
            "caseId": "0190c3a2-0000-7000-8000-000000000001", "meetingType": "focus",
            "involvements": ["agreement_owner", "participant"], "involvedAt": "2026-11-23T09:30:00Z",
            "categories": ["identity", "whereabouts", "police", "plan"]
        }],
        "covenantVersion": "1.0",
        "nextCursor": "IjAxOTBjM2EyLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMSI"
    })
}
