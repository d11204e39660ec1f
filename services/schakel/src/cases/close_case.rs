//! Close a case at the end of process direction.

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
use crate::wire::Receipt;

/// See [`case::CloseCase`].
pub struct CloseCase;

/// Close a case at the end of process direction.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseCaseRequest {
    case_id: Uuid,
}

impl Operation for CloseCase {
    type Input = CloseCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CloseCase,
        "/v1/cases/{caseId}/closings",
        "Close a case at the end of process direction",
        "With the results that the case holder judged. The advice for ZSM is withdrawn by itself.",
        || json!({}),
    );

    async fn run(app: &Application, call: Call, input: CloseCaseRequest) -> Result<Answer<Receipt>, Error> {
        let command = case::CloseCase;
        on_case(app, &call, Action::CloseCase, input.case_id, command, Needs::default()).await
    }
}
