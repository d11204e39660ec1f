//! Lift the restriction of a case.

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

/// See [`case::LiftCaseRestriction`].
pub struct LiftCaseRestriction;

/// Lift the restriction of a case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LiftCaseRestrictionRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for LiftCaseRestriction {
    type Input = LiftCaseRestrictionRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::LiftCaseRestriction,
        "/v1/cases/{caseId}/restriction-liftings",
        "Lift the restriction of a case",
        "The case stands where it stood.",
        || json!({"reason": "What is recorded proved right."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: LiftCaseRestrictionRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::LiftCaseRestriction { reason: input.reason.0 };
        on_case(app, &call, Action::LiftCaseRestriction, input.case_id, command, Needs::default()).await
    }
}
