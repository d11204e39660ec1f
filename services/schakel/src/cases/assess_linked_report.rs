//! Assessing what a new report means for a plan under way.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{CaseId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::AssessLinkedReport`].
pub struct AssessLinkedReport;

/// What the report means for the plan of a case that it was linked to.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssessLinkedReportRequest {
    /// The case that the report is on.
    case_id: Uuid,
    /// The active case that it was linked to.
    active_case_id: Uuid,
    /// Whether reality has overtaken that case's plan.
    plan_endangered: bool,
    /// Whether its case holder was consulted; they must be when the plan is endangered.
    case_holder_consulted: bool,
}

impl Operation for AssessLinkedReport {
    type Input = AssessLinkedReportRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AssessLinkedReport,
        "/v1/cases/{caseId}/link-assessments",
        "Assess what a new report means for a plan under way",
        "If the plan is not endangered, its agreements stand. If it is, a new meeting is to be planned together \
         with the case holder: that becomes work on the active case until it is on an agenda again or closed.",
        || {
            json!({
                "activeCaseId": "0190c3a2-0000-7000-8000-000000000001", "planEndangered": true,
                "caseHolderConsulted": true
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AssessLinkedReportRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::AssessLinkedReport {
            active_case: CaseId(input.active_case_id),
            plan_endangered: input.plan_endangered,
            case_holder_consulted: input.case_holder_consulted,
        };
        on_case(app, &call, Action::AssessLinkedReport, input.case_id, command, Needs::default()).await
    }
}
