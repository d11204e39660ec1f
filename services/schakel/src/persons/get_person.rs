//! A registered person.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{Category, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::Identity;

/// Asks for one person.
pub struct GetPerson;

/// Which person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetPersonRequest {
    person_id: Uuid,
}

/// A registered person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    identity: Identity,
}

impl Operation for GetPerson {
    type Input = GetPersonRequest;
    type Output = PersonView;
    const SPEC: Spec = Spec {
        action: Action::GetPerson,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/persons/{personId}",
        service: SERVICE,
        summary: "A registered person",
        description: "The identity as it is now held to be. Never behind.",
        example: || json!({}),
        example_answer: || {
            json!({
                "id": "0190c3a2-0000-7000-8000-000000000003", "version": 1,
                "identity": {"givenNames": "Jan", "surname": "Proef", "birthDate": "1990-04-12", "gender": "man"}
            })
        },
    };

    async fn run(app: &Application, _: Call, input: GetPersonRequest) -> Result<Answer<PersonView>, Error> {
        let (known, version) = app.person(PersonId(input.person_id)).await?;
        let identity = Identity::view(&known.details, known.gender);
        let answer = Answer::of(PersonView { id: input.person_id, version, identity }).at_version(version);
        Ok(answer.about(DataSubject::Person(PersonId(input.person_id)), &[Category::Identity]))
    }
}
