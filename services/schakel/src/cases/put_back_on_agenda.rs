//! Put a case back on the agenda.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::AgendaReason;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{MeetingTypeCode, Organisation, ProfessionalInput};
use crate::wire::Receipt;

/// See [`case::PutBackOnAgenda`].
pub struct PutBackOnAgenda;

/// Put a case back on the agenda.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PutBackOnAgendaRequest {
    case_id: Uuid,
    /// Why.
    reason: AgendaReason,
    /// The partner that asks, if one does.
    asked_by: Option<Organisation>,
    /// Whether the case holder was consulted first.
    case_holder_consulted: Option<bool>,
    /// The kind of meeting.
    meeting_type: MeetingTypeCode,
    /// The meeting, once it is known.
    meeting_id: Option<Uuid>,
    /// Who directs the process, if that changes.
    process_director: Option<ProfessionalInput>,
}

impl Operation for PutBackOnAgenda {
    type Input = PutBackOnAgendaRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::PutBackOnAgenda,
        "/v1/cases/{caseId}/agenda-returns",
        "Put a case back on the agenda",
        "Only if progress stagnates, the plan needs adjusting, or the case holder or another partner asks; when another partner asks, the case holder is consulted first. Plan and case holder stay in force until replaced. A case that was discussed and got no plan comes back when a partner asks.",
        || json!({"reason": "asked_by_partner", "askedBy": "reclassering", "caseHolderConsulted": true, "meetingType": "focus"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: PutBackOnAgendaRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let meeting = input.meeting_id.map(MeetingId);
        let command = case::PutBackOnAgenda {
            reason: input.reason.value(),
            asked_by: input.asked_by.map(|organisation| organisation.0),
            case_holder_consulted: input.case_holder_consulted.unwrap_or(false),
            meeting_type: input.meeting_type.0,
            meeting,
            process_director: input.process_director.map(Into::into),
        };
        let needs = Needs { meeting, own_meeting: true, ..Needs::default() };
        on_case(app, &call, Action::PutBackOnAgenda, input.case_id, command, needs).await
    }
}
