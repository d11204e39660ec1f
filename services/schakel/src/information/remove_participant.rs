//! Taking a participant off the list.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{Account, MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::AccountId;
use crate::wire::Receipt;

/// See [`case::RemoveParticipant`].
pub struct RemoveParticipant;

/// Somebody who takes no part after all.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveParticipantRequest {
    case_id: Uuid,
    /// The meeting.
    meeting_id: Uuid,
    /// Who.
    account: AccountId,
}

impl Operation for RemoveParticipant {
    type Input = RemoveParticipantRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RemoveParticipant,
        "/v1/cases/{caseId}/participant-removals",
        "Take a participant off the list",
        "They are involved no more, from the next call on.",
        || json!({"meetingId": "0190c3a2-0000-7000-8000-000000000004", "account": "worker-1"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RemoveParticipantRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RemoveParticipant {
            meeting: MeetingId(input.meeting_id),
            account: Account(input.account.0),
        };
        on_case(app, &call, Action::RemoveParticipant, input.case_id, command).await
    }
}
