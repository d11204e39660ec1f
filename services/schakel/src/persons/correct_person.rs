//! Correcting a person's identity.

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
use crate::parts::{FreeText, Identity, without};
use crate::wire::Receipt;

/// See [`person::CorrectPerson`].
pub struct CorrectPerson;

/// The whole identity, as it is now held to be.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectPersonRequest {
    person_id: Uuid,
    /// The identity; what is left out is no longer held to be known.
    identity: Identity,
    /// Why it is corrected.
    reason: FreeText,
}

impl Operation for CorrectPerson {
    type Input = CorrectPersonRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CorrectPerson,
        "/v1/persons/{personId}/corrections",
        "Correct a person's identity",
        "Replaces the identity; what it was stays in the journal. The person is found by the new data at \
         once, and whoever was told about the person hears that something changed.",
        || {
            json!({
                "identity": {"givenNames": "Jan", "surname": "Proef", "birthDate": "1990-12-04", "gender": "man"},
                "reason": "Day and month were swapped."
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CorrectPersonRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let mut mistakes = Vec::new();
        let (details, gender) = input.identity.read("identity.", app.today(), &mut mistakes);
        without(mistakes)?;
        let command = person::CorrectPerson { details, gender, reason: input.reason.0 };
        let (action, needs) = (Action::CorrectPerson, Needs { receivers: true, ..Needs::default() });
        on_person(app, &call, action, input.person_id, command, needs).await
    }
}
