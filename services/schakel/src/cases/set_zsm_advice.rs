//! Set the advice for ZSM.

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
use crate::parts::{FreeText, ZsmAdviceInput};
use crate::wire::Receipt;

/// See [`case::SetZsmAdvice`].
pub struct SetZsmAdvice;

/// Set the advice for ZSM.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetZsmAdviceRequest {
    case_id: Uuid,
    /// A short sketch of the case.
    sketch: FreeText,
    /// The measures wished for.
    #[schema(min_items = 1, max_items = 50)]
    measures: Vec<FreeText>,
}

impl Operation for SetZsmAdvice {
    type Input = SetZsmAdviceRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::SetZsmAdvice,
        "/v1/cases/{caseId}/zsm-advices",
        "Set the advice for ZSM",
        "A short sketch of the case and the measures wished for in view of the plan. A new advice replaces the one that held.",
        || json!({"sketch": "Plan under way; housing settled.", "measures": ["Suspended sentence with supervision"]}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: SetZsmAdviceRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let advice = ZsmAdviceInput { sketch: input.sketch, measures: input.measures }.into();
        let command = case::SetZsmAdvice { advice };
        on_case(app, &call, Action::SetZsmAdvice, input.case_id, command, Needs::default()).await
    }
}
