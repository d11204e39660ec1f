//! Merging two records of one person.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{PersonId, person};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, naming, on_person};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`person::MergePersons`].
pub struct MergePersons;

/// Which other record is of the same person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergePersonsRequest {
    person_id: Uuid,
    /// The other record; its cases are this person's from here on.
    absorbed_person_id: Uuid,
    /// Why they are held to be one.
    reason: FreeText,
}

impl Operation for MergePersons {
    type Input = MergePersonsRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::MergePersons,
        "/v1/persons/{personId}/merges",
        "Merge another record into this person",
        "Both records stay what they were, and the cases of the other follow this one. A wrong merge can be undone.",
        || json!({"absorbedPersonId": "0190c3a2-0000-7000-8000-000000000005", "reason": "The same fingerprint."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: MergePersonsRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            person::MergePersons { absorbed: PersonId(input.absorbed_person_id), reason: input.reason.0 };
        on_person(
            app,
            &call,
            Action::MergePersons,
            input.person_id,
            command,
            naming(input.absorbed_person_id),
        )
        .await
    }
}
