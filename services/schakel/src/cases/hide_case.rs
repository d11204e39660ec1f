//! Hide a case.

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

/// See [`case::HideCase`].
pub struct HideCase;

/// Hide a case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HideCaseRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for HideCase {
    type Input = HideCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::HideCase,
        "/v1/cases/{caseId}/hidings",
        "Hide a case",
        "To whoever looks its subject up, there is no such case.",
        || json!({"reason": "A relative of the subject works at a partner."}),
    );

    async fn run(app: &Application, call: Call, input: HideCaseRequest) -> Result<Answer<Receipt>, Error> {
        let command = case::HideCase { reason: input.reason.0 };
        on_case(app, &call, Action::HideCase, input.case_id, command, Needs::default()).await
    }
}
