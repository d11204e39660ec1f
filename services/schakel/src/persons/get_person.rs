//! A registered person.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::person::{Erasure, Known, Person, Relation};
use schakel_domain::{Category, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::RelationKind;
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

/// A person who was registered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    /// Absent while use is restricted, and of who was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Identity>,
    /// Family; none while use is restricted.
    relations: Vec<RelationView>,
    /// The other records that are of this person.
    absorbed_person_ids: Vec<Uuid>,
    /// Whether the record may not be used.
    restricted: bool,
    /// Whether the data came to its end.
    erased: bool,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_date: Option<NaiveDate>,
}

/// A family relation.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RelationView {
    /// The relative, a registered person.
    relative_id: Uuid,
    /// What the relative is to the person.
    kind: RelationKind,
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
        description: "The identity as it is now held to be, with relations and merged records. While use is \
                      restricted there is no identity. Never behind.",
        example: || json!({}),
        example_answer: || {
            json!({
                "id": "0190c3a2-0000-7000-8000-000000000003", "version": 1,
                "identity": {"givenNames": "Jan", "surname": "Proef", "birthDate": "1990-04-12", "gender": "man"},
                "relations": [{"relativeId": "0190c3a2-0000-7000-8000-000000000005", "kind": "sibling"}],
                "absorbedPersonIds": [], "restricted": false, "erased": false
            })
        },
    };

    async fn run(app: &Application, _: Call, input: GetPersonRequest) -> Result<Answer<PersonView>, Error> {
        let (person, version) = app.person(PersonId(input.person_id)).await?;
        let nothing = PersonView::nothing(input.person_id, version);
        let answer = match &person {
            Person::Unregistered => return Err(Error::NotFound),
            Person::Registered(known) if known.restricted => nothing.restricted(known).disclosing(&[]),
            Person::Registered(known) => nothing.known(known).disclosing(&[Category::Identity]),
            Person::Erased(erasure) => nothing.erased(*erasure).disclosing(&[]),
        };
        Ok(answer.at_version(version))
    }
}

impl PersonView {
    fn nothing(id: Uuid, version: u64) -> Self {
        Self {
            id,
            version,
            identity: None,
            relations: Vec::new(),
            absorbed_person_ids: Vec::new(),
            restricted: false,
            erased: false,
            erased_date: None,
        }
    }

    fn known(self, known: &Known) -> Self {
        let relations = known.relations.iter().filter_map(|relation| relation.known());
        Self {
            identity: Some(Identity::view(&known.details, known.gender)),
            relations: relations.map(RelationView::of).collect(),
            absorbed_person_ids: known.absorbed.iter().map(|person| person.0).collect(),
            ..self
        }
    }

    fn restricted(self, known: &Known) -> Self {
        let absorbed_person_ids = known.absorbed.iter().map(|person| person.0).collect();
        Self { absorbed_person_ids, restricted: true, ..self }
    }

    fn erased(self, erasure: Erasure) -> Self {
        Self { erased: true, erased_date: Some(erasure.on), ..self }
    }

    /// The answer, with what it says about the person and each relative.
    fn disclosing(self, categories: &[Category]) -> Answer<Self> {
        let person = DataSubject::Person(PersonId(self.id));
        let relations = self.relations.clone();
        let answer = Answer::of(self).about(person, categories);
        relations.iter().fold(answer, |answer, relation| {
            answer.about(DataSubject::Person(PersonId(relation.relative_id)), &[Category::Family])
        })
    }
}

impl RelationView {
    fn of(relation: &Relation) -> Self {
        Self { relative_id: relation.relative.0, kind: relation.kind.into() }
    }
}
