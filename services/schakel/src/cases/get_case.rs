//! A case with its history.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, CaseFile, Error, Shared};
use schakel_domain::organisation::PartnerKind;
use schakel_domain::{CaseId, Category};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::opened::{opened, told};
use super::view::CaseView;
use crate::doors::{Answer, Call, Kind, Operation, Spec};

/// Asks for one case.
pub struct GetCase;

/// Which case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCaseRequest {
    case_id: Uuid,
}

impl Operation for GetCase {
    type Input = GetCaseRequest;
    type Output = CaseView;
    const SPEC: Spec = Spec {
        action: Action::GetCase,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}",
        service: SERVICE,
        summary: "A case with its history",
        description: "The case as it stands, every version of its plan, and who did what when: to whoever is involved \
                      in the whole of it. Who it is about, the plan and the advice for ZSM are there as far as the \
                      covenant allows these categories. Read from the journal itself: never behind, whatever the \
                      position. Of an erased case what is not personal is left; a restricted one is not shown. \
                      A shielded one is there for cleared participants alone.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, call: Call, input: GetCaseRequest) -> Result<Answer<CaseView>, Error> {
        let id = CaseId(input.case_id);
        let (case, shared) = opened(app, &call, Action::GetCase, id).await?;
        let view = CaseView::of(input.case_id, &case, is_house(&shared), |category| shared.permits(category));
        Ok(told(view, id, &case, &shared, &categories(&case, &shared)))
    }
}

/// The categories that go out: that the case exists says as much as an identity.
fn categories(case: &CaseFile, shared: &Shared) -> Vec<Category> {
    let file = &case.file;
    let advised = file.zsm_advice.current.is_some() || file.indication.is_some();
    let advice = advised.then_some(Category::ZsmAdvice);
    let tried = (!file.interventions.is_empty()).then_some(Category::Probation);
    let parts =
        [Category::Plan].into_iter().chain(advice).chain(tried).filter(|category| shared.permits(*category));
    let checked = (!file.elsewhere.is_empty()).then_some(Category::Care);
    let checked = checked.filter(|category| is_house(shared) || shared.permits(*category));
    [Category::Identity].into_iter().chain(parts).chain(checked).collect()
}

fn is_house(shared: &Shared) -> bool {
    shared.asker.kind == PartnerKind::House
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000001",
        "version": 1,
        "state": "reported",
        "report": {
            "reportedDate": "2026-11-23", "organisation": "politie", "account": "reporter-1",
            "reason": "Third arrest this month; debts and no fixed address.", "trigger": "arrest",
            "municipality": "gouda"
        },
        "weighings": [],
        "feedbackOwed": false,
        "linkedCaseIds": [],
        "linkAssessments": [],
        "plans": [],
        "elsewhereChecks": [],
        "letters": [], "timesDiscussed": [], "discussions": [],
        "lifeAreas": [],
        "interventions": [],
        "hidden": false,
        "legalHold": false,
        "history": [{
            "version": 1, "event": "CaseReported", "at": "2026-11-23T09:30:00Z", "actor": "reporter-1",
            "organisation": "politie", "action": "ReportCase", "facts": []
        }]
    })
}
