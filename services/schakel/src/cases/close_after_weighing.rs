//! Close a case that the briefing sent to no meeting.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::Organisation;
use crate::wire::Receipt;

/// See [`case::CloseAfterWeighing`].
pub struct CloseAfterWeighing;

/// Close a case that the briefing sent to no meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseAfterWeighingRequest {
    case_id: Uuid,
    /// The partner that reports it done.
    reported_done_by: Option<Organisation>,
}

impl Operation for CloseAfterWeighing {
    type Input = CloseAfterWeighingRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CloseAfterWeighing,
        "/v1/cases/{caseId}/closings-after-weighing",
        "Close a case that the briefing sent to no meeting",
        "No follow-up at once; bilateral handling and a voluntary trajectory when a partner reports them done. Never before the reporter has heard.",
        || json!({"reportedDoneBy": "gemeente_gouda"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CloseAfterWeighingRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::CloseAfterWeighing {
            reported_done_by: input.reported_done_by.map(|organisation| organisation.0),
        };
        on_case(app, &call, Action::CloseAfterWeighing, input.case_id, command, Needs::default()).await
    }
}
