//! Registering a person.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::PersonId;
use schakel_domain::person::{self, Person};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::parts::{Identity, without};
use crate::wire::Receipt;

/// See [`person::RegisterPerson`].
pub struct RegisterPerson;

/// Somebody's identity.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterPersonRequest {
    /// What is known; a BSN may be missing.
    identity: Identity,
    /// Registered persons who were looked at and are somebody else.
    #[serde(default)]
    #[schema(max_items = 50)]
    not_the_same_as: Vec<Uuid>,
}

impl Operation for RegisterPerson {
    type Input = RegisterPersonRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::RegisterPerson,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/persons",
        service: SERVICE,
        summary: "Register a person",
        description: "A BSN may be missing: no fixed registration, or not yet known. Refused when somebody \
                      registered may well be the same person: look at those first, and name in `notTheSameAs` \
                      whoever is not.",
        example: || {
            json!({"identity": {
                "givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12",
                "bsn": "999900006", "gender": "man"
            }})
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: RegisterPersonRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let mut mistakes = Vec::new();
        let (details, gender) = input.identity.read("identity.", app.today(), &mut mistakes);
        without(mistakes)?;
        let needs = Needs { likely: Some(details.clone()), ..Needs::default() };
        let not_the_same_as = input.not_the_same_as.into_iter().map(PersonId).collect();
        let command = person::RegisterPerson { details, gender, not_the_same_as };
        let action = Action::RegisterPerson;
        let answer = orders::execute::<Person>(app, &call, action, app.new_id(), command, needs).await?;
        let location = format!("/v1/persons/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
