//! A conversation in prison.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::trajectory;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_trajectory};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`trajectory::RecordConversation`].
pub struct RecordConversation;

/// When the provider spoke with whoever is helped.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordConversationRequest {
    trajectory_id: Uuid,
    /// The day, not in the future; today when left out.
    conversation_date: Option<NaiveDate>,
}

impl Operation for RecordConversation {
    type Input = RecordConversationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordConversation,
        "/v1/trajectories/{trajectoryId}/conversations",
        "Record a conversation in prison",
        "When it was, and nothing of what was said. It may have been before the trajectory started.",
        || json!({"conversationDate": "2026-11-23"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordConversationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = trajectory::RecordConversation { on: input.conversation_date };
        let (action, id) = (Action::RecordConversation, input.trajectory_id);
        on_trajectory(app, &call, action, id, command, Needs::default()).await
    }
}
