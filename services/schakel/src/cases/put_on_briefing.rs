//! Putting a report on the agenda of a briefing.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::PutOnBriefing`].
pub struct PutOnBriefing;

/// On which briefing's agenda.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PutOnBriefingRequest {
    case_id: Uuid,
    /// The briefing.
    briefing_id: Uuid,
}

impl Operation for PutOnBriefing {
    type Input = PutOnBriefingRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::PutOnBriefing,
        "/v1/cases/{caseId}/briefings",
        "Put a report on the agenda of a briefing",
        "A report that is to be weighed, or weighed again; it moves to another briefing the same way. Not what a local \
         arrangement keeps from the briefing.",
        || json!({"briefingId": "0190c3a2-0000-7000-8000-000000000004"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: PutOnBriefingRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let briefing = MeetingId(input.briefing_id);
        let command = case::PutOnBriefing { briefing };
        let needs = Needs { meeting: Some(briefing), ..Needs::default() };
        on_case(app, &call, Action::PutOnBriefing, input.case_id, command, needs).await
    }
}
