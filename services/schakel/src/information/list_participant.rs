//! Listing a participant.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::ProfessionalInput;
use crate::wire::Receipt;

/// See [`case::ListParticipant`].
pub struct ListParticipant;

/// Somebody who takes part when the case is discussed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListParticipantRequest {
    case_id: Uuid,
    /// The meeting.
    meeting_id: Uuid,
    /// Who.
    participant: ProfessionalInput,
}

impl Operation for ListParticipant {
    type Input = ListParticipantRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ListParticipant,
        "/v1/cases/{caseId}/participants",
        "List a participant",
        "For the meeting on whose agenda the case is. Whoever is listed is directly involved as long as it is.",
        || {
            json!({
                "meetingId": "0190c3a2-0000-7000-8000-000000000004",
                "participant": ProfessionalInput::example()
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ListParticipantRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::ListParticipant {
            meeting: MeetingId(input.meeting_id),
            participant: input.participant.into(),
        };
        on_case(app, &call, Action::ListParticipant, input.case_id, command).await
    }
}
