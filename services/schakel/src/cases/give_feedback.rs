//! Telling the reporter.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::FeedbackChannel;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::GiveFeedback`].
pub struct GiveFeedback;

/// What the reporter heard.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveFeedbackRequest {
    case_id: Uuid,
    /// How the reporter heard.
    channel: FeedbackChannel,
    /// What was said.
    message: Option<FreeText>,
}

impl Operation for GiveFeedback {
    type Input = GiveFeedbackRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::GiveFeedback,
        "/v1/cases/{caseId}/feedback-messages",
        "Tell the reporter of the decision",
        "Records that the reporter heard of the briefing's decision. A case with a decision and no feedback \
         is overdue work and cannot be closed.",
        || json!({"channel": "mail", "message": "The briefing decided on a focus meeting."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: GiveFeedbackRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::GiveFeedback {
            channel: input.channel.value(),
            message: input.message.map(|message| message.0),
        };
        on_case(app, &call, Action::GiveFeedback, input.case_id, command, Needs::default()).await
    }
}
