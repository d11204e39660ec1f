//! Close a case for which no plan is needed.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::CloseWithoutPlan`].
pub struct CloseWithoutPlan;

/// Close a case for which no plan is needed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseWithoutPlanRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for CloseWithoutPlan {
    type Input = CloseWithoutPlanRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CloseWithoutPlan,
        "/v1/cases/{caseId}/closings-without-plan",
        "Close a case for which no plan is needed",
        "The meeting finds that no plan is needed, and says why.",
        || json!({"reason": "The agreements of the family are enough."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CloseWithoutPlanRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::CloseWithoutPlan { reason: input.reason.0 };
        on_case(app, &call, Action::CloseWithoutPlan, input.case_id, command, Needs::default()).await
    }
}
