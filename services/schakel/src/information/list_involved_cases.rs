//! The cases in which the caller is involved.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::Category;
use schakel_read_models::involved;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::Involvement;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::paging;

/// Asks in which cases the caller is involved.
pub struct ListInvolvedCases;

/// Which page.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListInvolvedCasesRequest {
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
pub struct InvolvedCasePage {
    cases: Vec<InvolvedCase>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A case in which the caller is involved; what may be had of it is to be asked for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvolvedCase {
    case_id: Uuid,
    /// The kind of meeting whose agenda it is on; absent while it is taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    /// How the caller is involved.
    involvements: Vec<Involvement>,
    /// Since when, by the first of them.
    involved_at: DateTime<Utc>,
}

impl Operation for ListInvolvedCases {
    type Input = ListInvolvedCasesRequest;
    type Output = InvolvedCasePage;
    const SPEC: Spec = Spec {
        action: Action::ListInvolvedCases,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/involved-cases",
        service: SERVICE,
        summary: "The cases in which I am involved",
        description: "Whoever holds, directs or reported a case, owns an agreement of its plan, takes part in its \
                      meeting, was asked for information, is the contact of the municipality of residence, weighs it or \
                      has a task of the House in it. Nothing for those whom no covenant binds. Never behind.",
        example: || json!({"limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListInvolvedCasesRequest,
    ) -> Result<Answer<InvolvedCasePage>, Error> {
        let after = paging::cursor::<involved::Key>("cursor", input.cursor)?;
        let page = app.involved_cases(&call.actor, after.as_ref(), paging::limit(input.limit)).await?;
        let shown: Vec<_> = page.items.iter().map(|row| DataSubject::Case(row.case)).collect();
        let answer = Answer::of(InvolvedCasePage {
            cases: page.items.into_iter().map(InvolvedCase::from).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(shown.into_iter().fold(answer, |answer, case| answer.about(case, &[Category::Identity])))
    }
}

impl From<involved::Row> for InvolvedCase {
    fn from(row: involved::Row) -> Self {
        Self {
            case_id: row.case.0,
            meeting_type: row.meeting_type,
            involvements: row.involvements.into_iter().map(Into::into).collect(),
            involved_at: row.since,
        }
    }
}

fn example_answer() -> Value {
    json!({
        "cases": [{
            "caseId": "0190c3a2-0000-7000-8000-000000000001", "meetingType": "focus",
            "involvements": ["agreement_owner", "participant"], "involvedAt": "2026-11-23T09:30:00Z"
        }],
        "nextCursor": "IjAxOTBjM2EyLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMSI"
    })
}
