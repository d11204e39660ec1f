//! Recording how somebody looks back on a meeting.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::Evaluator;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::RecordEvaluation`].
pub struct RecordEvaluation;

/// How somebody looks back on a meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordEvaluationRequest {
    case_id: Uuid,
    /// The meeting.
    meeting_id: Uuid,
    /// Who looks back.
    by: Evaluator,
    /// How.
    evaluation: FreeText,
}

impl Operation for RecordEvaluation {
    type Input = RecordEvaluationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordEvaluation,
        "/v1/cases/{caseId}/evaluations",
        "Record how somebody looks back on a meeting",
        "The client, if they were there, or the case holder; once the attendance was recorded.",
        || {
            json!({
                "meetingId": "0190c3a2-0000-7000-8000-000000000004", "by": "client",
                "evaluation": "Felt heard; the agreements are clear."
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordEvaluationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RecordEvaluation {
            meeting: MeetingId(input.meeting_id),
            by: input.by.value(),
            evaluation: input.evaluation.0,
        };
        on_case(app, &call, Action::RecordEvaluation, input.case_id, command, Needs::default()).await
    }
}
