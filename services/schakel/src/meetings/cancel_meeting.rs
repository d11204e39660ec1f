//! Call a meeting off.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::meeting;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_meeting};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`meeting::CancelMeeting`].
pub struct CancelMeeting;

/// Call a meeting off.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelMeetingRequest {
    meeting_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for CancelMeeting {
    type Input = CancelMeetingRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CancelMeeting,
        "/v1/meetings/{meetingId}/cancellations",
        "Call a meeting off",
        "One that is still to come.",
        || json!({"reason": "Too few participants."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CancelMeetingRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = meeting::CancelMeeting { reason: input.reason.0 };
        on_meeting(app, &call, Action::CancelMeeting, input.meeting_id, command).await
    }
}
