//! Record that a meeting took place.

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
use crate::wire::Receipt;

/// See [`meeting::HoldMeeting`].
pub struct HoldMeeting;

/// Record that a meeting took place.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldMeetingRequest {
    meeting_id: Uuid,
}

impl Operation for HoldMeeting {
    type Input = HoldMeetingRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::HoldMeeting,
        "/v1/meetings/{meetingId}/holdings",
        "Record that a meeting took place",
        "On or after its day.",
        || json!({}),
    );

    async fn run(app: &Application, call: Call, input: HoldMeetingRequest) -> Result<Answer<Receipt>, Error> {
        let command = meeting::HoldMeeting;
        on_meeting(app, &call, Action::HoldMeeting, input.meeting_id, command).await
    }
}
