//! Lifting the restriction of a person's record.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::person;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_person};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`person::LiftPersonRestriction`].
pub struct LiftPersonRestriction;

/// Why the record may be used again.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LiftPersonRestrictionRequest {
    person_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for LiftPersonRestriction {
    type Input = LiftPersonRestrictionRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::LiftPersonRestriction,
        "/v1/persons/{personId}/restriction-liftings",
        "Lift the restriction of a person's record",
        "The record may be used again.",
        || json!({"reason": "It turned out to be right."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: LiftPersonRestrictionRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = person::LiftPersonRestriction { reason: input.reason.0 };
        on_person(app, &call, Action::LiftPersonRestriction, input.person_id, command, Needs::default()).await
    }
}
