//! Say which registered person a member of the subject is.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{MemberId, PersonId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::IdentifySubject`].
pub struct IdentifySubject;

/// Say which registered person a member of the subject is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentifySubjectRequest {
    case_id: Uuid,
    /// The member, by the id that the case shows.
    member_id: Uuid,
    /// The registered person.
    person_id: Uuid,
}

impl Operation for IdentifySubject {
    type Input = IdentifySubjectRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::IdentifySubject,
        "/v1/cases/{caseId}/identifications",
        "Say which registered person a member of the subject is",
        "From then on the case is found by whatever identifies that person.",
        || json!({"memberId": "0190c3a2-0000-7000-8000-000000000002", "personId": "0190c3a2-0000-7000-8000-000000000003"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: IdentifySubjectRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let person = PersonId(input.person_id);
        let command = case::IdentifySubject { member: MemberId(input.member_id), person };
        let needs = Needs { person: Some(("personId", person)), ..Needs::default() };
        on_case(app, &call, Action::IdentifySubject, input.case_id, command, needs).await
    }
}
