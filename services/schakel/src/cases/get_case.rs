//! A case with its history.

use http::Method;
use schakel_access::{Action, Actor, Role};
use schakel_application::{Application, CaseFile, Error, Refused};
use schakel_domain::case::Refusal;
use schakel_domain::{CaseId, Category};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::view::CaseView;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::subjects;

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
        description: "The case as it stands, every version of its plan, and who did what when. Read from the \
                      journal itself: never behind, whatever the position. Of an erased case what is not personal is \
                      left; a restricted one is not shown. A shielded one is shown to cleared participants who are \
                      involved in it, by the covenant.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, call: Call, input: GetCaseRequest) -> Result<Answer<CaseView>, Error> {
        let case = app.case(CaseId(input.case_id)).await?;
        if !may_see(&call.actor, &case) {
            return Err(Error::NotFound);
        }
        if case.file.shielded.is_some() {
            let shared = app.shared_with(&call.actor, CaseId(input.case_id), None).await?;
            if !shared.extent.is_some_and(|extent| extent.by_category) {
                return Err(Error::NotFound);
            }
        }
        if case.file.is_restricted() {
            return Err(Refused::Case(Refusal::UseIsRestricted).into());
        }
        let case = match call.actor.is_cleared_for(Action::GetCase) {
            true => case,
            false => {
                let hidden = app.shielded(&case.links()).await?;
                case.without_links(&hidden)
            }
        };
        let answer = Answer::of(CaseView::of(input.case_id, &case)).at_version(case.version);
        let categories = categories(&case);
        let subjects = subjects(CaseId(input.case_id), &case.file);
        Ok(subjects.into_iter().fold(answer, |answer, subject| answer.about(subject, &categories)))
    }
}

fn categories(case: &CaseFile) -> Vec<Category> {
    let advice = case.file.zsm_advice.current.as_ref().map(|_| Category::ZsmAdvice);
    [Category::Identity, Category::Plan].into_iter().chain(advice).collect()
}

/// The House's working staff see every case, a case holder the own one.
fn may_see(actor: &Actor, case: &CaseFile) -> bool {
    let holder = case.file.phase.direction().map(|direction| &direction.case_holder.account.0);
    actor.roles.iter().any(|role| *role != Role::CaseHolder && Action::GetCase.roles().contains(role))
        || holder == Some(&actor.account)
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
        "plans": [],
        "hidden": false,
        "legalHold": false,
        "history": [{
            "version": 1, "event": "CaseReported", "at": "2026-11-23T09:30:00Z", "actor": "reporter-1",
            "organisation": "politie", "action": "ReportCase", "facts": []
        }]
    })
}
