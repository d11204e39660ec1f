//! Reveal a hidden case.

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

/// See [`case::RevealCase`].
pub struct RevealCase;

/// Reveal a hidden case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevealCaseRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for RevealCase {
    type Input = RevealCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RevealCase,
        "/v1/cases/{caseId}/revelations",
        "Reveal a hidden case",
        "The lookup finds it again.",
        || json!({"reason": "The relative has left."}),
    );

    async fn run(app: &Application, call: Call, input: RevealCaseRequest) -> Result<Answer<Receipt>, Error> {
        let command = case::RevealCase { reason: input.reason.0 };
        on_case(app, &call, Action::RevealCase, input.case_id, command, Needs::default()).await
    }
}
