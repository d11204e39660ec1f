//! An emergency.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{CaseId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, DataSubject, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::BreakGlass`].
pub struct BreakGlass;

/// A case that must be seen in an emergency.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakGlassRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for BreakGlass {
    type Input = BreakGlassRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::BreakGlass,
        "/v1/cases/{caseId}/emergency-accesses",
        "Open a case in an emergency",
        "For three hours, to the caller alone, under the annex of the House's own task. The privacy officers hear \
         of it at once, and of everything that is seen by it, and every record says so.",
        || json!({"reason": "Threatens a relative tonight; the director cannot be reached."}),
    );

    async fn run(app: &Application, call: Call, input: BreakGlassRequest) -> Result<Answer<Receipt>, Error> {
        let case = CaseId(input.case_id);
        let command = case::BreakGlass { reason: input.reason.0 };
        let answer = on_case(app, &call, Action::BreakGlass, case.0, command).await?;
        let standing = app.standing().await?;
        let officers = standing.privacy_officers(app.today()).into_iter().map(|officer| (officer, case));
        Ok(answer.on_record(Some(DataSubject::Case(case)), true).telling(officers.collect()))
    }
}
