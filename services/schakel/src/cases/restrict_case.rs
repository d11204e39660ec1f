//! Restrict the use of a case.

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

/// See [`case::RestrictCase`].
pub struct RestrictCase;

/// Restrict the use of a case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestrictCaseRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for RestrictCase {
    type Input = RestrictCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RestrictCase,
        "/v1/cases/{caseId}/restrictions",
        "Restrict the use of a case",
        "Nobody uses its data until the restriction is lifted: it is in no list, cannot be read, and every other order about it is refused, save those that keep or end its data.",
        || json!({"reason": "The subject contests what is recorded."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RestrictCaseRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RestrictCase { reason: input.reason.0 };
        on_case(app, &call, Action::RestrictCase, input.case_id, command, Needs::default()).await
    }
}
