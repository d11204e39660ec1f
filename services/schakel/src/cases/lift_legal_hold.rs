//! Lift the legal hold.

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

/// See [`case::LiftLegalHold`].
pub struct LiftLegalHold;

/// Lift the legal hold.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LiftLegalHoldRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for LiftLegalHold {
    type Input = LiftLegalHoldRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::LiftLegalHold,
        "/v1/cases/{caseId}/legal-hold-liftings",
        "Lift the legal hold",
        "The term of the case counts again.",
        || json!({"reason": "The judgment is final."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: LiftLegalHoldRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::LiftLegalHold { reason: input.reason.0 };
        on_case(app, &call, Action::LiftLegalHold, input.case_id, command, Needs::default()).await
    }
}
