//! Undoing a wrong merge.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{PersonId, person};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_person};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`person::UndoMerge`].
pub struct UndoMerge;

/// Which other record is of somebody else after all.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UndoMergeRequest {
    person_id: Uuid,
    /// The other record; its cases follow it.
    absorbed_person_id: Uuid,
    /// Why they are not one.
    reason: FreeText,
}

impl Operation for UndoMerge {
    type Input = UndoMergeRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::UndoMerge,
        "/v1/persons/{personId}/merge-undoings",
        "Undo a merge",
        "The other record stands on its own again, with its own cases.",
        || json!({"absorbedPersonId": "0190c3a2-0000-7000-8000-000000000005", "reason": "A twin after all."}),
    );

    async fn run(app: &Application, call: Call, input: UndoMergeRequest) -> Result<Answer<Receipt>, Error> {
        let command =
            person::UndoMerge { absorbed: PersonId(input.absorbed_person_id), reason: input.reason.0 };
        on_person(app, &call, Action::UndoMerge, input.person_id, command, Needs::default()).await
    }
}
