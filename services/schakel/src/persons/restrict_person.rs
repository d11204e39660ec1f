//! Restricting the use of a person's record.

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

/// See [`person::RestrictPerson`].
pub struct RestrictPerson;

/// Why the record may not be used.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestrictPersonRequest {
    person_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for RestrictPerson {
    type Input = RestrictPersonRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RestrictPerson,
        "/v1/persons/{personId}/restrictions",
        "Restrict the use of a person's record",
        "Until it is lifted the record shows no identity, and is corrected but not merged or related.",
        || json!({"reason": "The person contests that it is right."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RestrictPersonRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = person::RestrictPerson { reason: input.reason.0 };
        on_person(app, &call, Action::RestrictPerson, input.person_id, command, Needs::default()).await
    }
}
