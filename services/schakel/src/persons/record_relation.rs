//! Recording a family relation.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{PersonId, person};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, naming, on_person};
use crate::codes::RelationKind;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`person::RecordRelation`].
pub struct RecordRelation;

/// Who is what to the person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordRelationRequest {
    person_id: Uuid,
    /// The relative, a registered person.
    relative_id: Uuid,
    /// What the relative is to the person.
    kind: RelationKind,
}

impl Operation for RecordRelation {
    type Input = RecordRelationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordRelation,
        "/v1/persons/{personId}/relations",
        "Record a family relation",
        "What the relative is to the person; the other way round is a relation of the relative.",
        || json!({"relativeId": "0190c3a2-0000-7000-8000-000000000005", "kind": "sibling"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordRelationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            person::RecordRelation { relative: PersonId(input.relative_id), kind: input.kind.value() };
        on_person(app, &call, Action::RecordRelation, input.person_id, command, naming(input.relative_id))
            .await
    }
}
