//! Move a meeting to another day.

use chrono::NaiveDate;
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

/// See [`meeting::MoveMeeting`].
pub struct MoveMeeting;

/// Move a meeting to another day.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveMeetingRequest {
    meeting_id: Uuid,
    /// The new day, not in the past.
    meeting_date: NaiveDate,
}

impl Operation for MoveMeeting {
    type Input = MoveMeetingRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::MoveMeeting,
        "/v1/meetings/{meetingId}/reschedulings",
        "Move a meeting to another day",
        "One that is still to come.",
        || json!({"meetingDate": "2027-01-19"}),
    );

    async fn run(app: &Application, call: Call, input: MoveMeetingRequest) -> Result<Answer<Receipt>, Error> {
        let command = meeting::MoveMeeting { date: input.meeting_date };
        on_meeting(app, &call, Action::MoveMeeting, input.meeting_id, command).await
    }
}
