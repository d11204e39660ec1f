//! Ending a family relation.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{PersonId, person};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_person};
use crate::codes::RelationKind;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`person::EndRelation`].
pub struct EndRelation;

/// Who is no longer what to the person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndRelationRequest {
    person_id: Uuid,
    /// The relative.
    relative_id: Uuid,
    /// What the relative was to the person.
    kind: RelationKind,
}

impl Operation for EndRelation {
    type Input = EndRelationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EndRelation,
        "/v1/persons/{personId}/relation-endings",
        "End a family relation",
        "That is no longer so, or never was.",
        || json!({"relativeId": "0190c3a2-0000-7000-8000-000000000005", "kind": "sibling"}),
    );

    async fn run(app: &Application, call: Call, input: EndRelationRequest) -> Result<Answer<Receipt>, Error> {
        let command = person::EndRelation { relative: PersonId(input.relative_id), kind: input.kind.value() };
        on_person(app, &call, Action::EndRelation, input.person_id, command, Needs::default()).await
    }
}
