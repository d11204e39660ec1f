//! One more case behind a bottleneck.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{CaseId, bottleneck};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_bottleneck};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`bottleneck::AddCaseToBottleneck`].
pub struct AddCaseToBottleneck;

/// In which case the bottleneck stood in the way.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddCaseToBottleneckRequest {
    bottleneck_id: Uuid,
    /// Which case, handled still or not.
    case_id: Uuid,
}

impl Operation for AddCaseToBottleneck {
    type Input = AddCaseToBottleneckRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AddCaseToBottleneck,
        "/v1/bottlenecks/{bottleneckId}/cases",
        "Add a case to a bottleneck",
        "A case counts once, also when it is closed. No reader hears which cases are behind a bottleneck.",
        || json!({"caseId": "0190c3a2-0000-7000-8000-000000000001"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AddCaseToBottleneckRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let case = CaseId(input.case_id);
        let (action, id) = (Action::AddCaseToBottleneck, input.bottleneck_id);
        let needs = Needs { case: Some(case), ..Needs::default() };
        on_bottleneck(app, &call, action, id, bottleneck::AddCaseToBottleneck { case }, needs).await
    }
}
