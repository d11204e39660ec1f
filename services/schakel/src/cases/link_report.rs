//! Link a report to the active case of the same subject.

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

/// See [`case::LinkReport`].
pub struct LinkReport;

/// Link a report to the active case of the same subject.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkReportRequest {
    case_id: Uuid,
    /// The active case.
    active_case_id: Uuid,
}

impl Operation for LinkReport {
    type Input = LinkReportRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::LinkReport,
        "/v1/cases/{caseId}/links",
        "Link a report to the active case of the same subject",
        "The holder of the active case and its process director are told. A report is linked by itself when its subject's BSN belongs to an active case.",
        || json!({"activeCaseId": "0190c3a2-0000-7000-8000-000000000009"}),
    );

    async fn run(app: &Application, call: Call, input: LinkReportRequest) -> Result<Answer<Receipt>, Error> {
        let active_case = CaseId(input.active_case_id);
        let command = case::LinkReport { report: CaseId(input.case_id), active_case };
        let needs = Needs { active_case: Some(active_case), ..Needs::default() };
        on_case(app, &call, Action::LinkReport, input.case_id, command, needs).await
    }
}
