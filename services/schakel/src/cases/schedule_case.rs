//! Put a case on the agenda of a meeting.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{Account, MeetingId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{AccountId, MeetingTypeCode, ProfessionalInput};
use crate::wire::Receipt;

/// See [`case::ScheduleCase`].
pub struct ScheduleCase;

/// Put a case on the agenda of a meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleCaseRequest {
    case_id: Uuid,
    /// The kind of meeting.
    meeting_type: MeetingTypeCode,
    /// The meeting, once it is known.
    meeting_id: Option<Uuid>,
    /// Who directs the process; the chair of the meeting unless somebody else is named.
    process_director: Option<ProfessionalInput>,
    /// The municipal contact who decided with the House that it is discussed there: of an arrest or a current concern in
    /// a municipality with a local arrangement, and of no other case.
    municipal_contact: Option<AccountId>,
}

impl Operation for ScheduleCase {
    type Input = ScheduleCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ScheduleCase,
        "/v1/cases/{caseId}/agenda-items",
        "Put a case on the agenda of a meeting",
        "After a decision to schedule, or without weighing where the meeting type or a local arrangement says so. Where a \
         municipality has a table of its own, its contact decides with the House where an arrest or a current concern is \
         discussed, and is named. A kind of meeting that discusses a case once (`once` in the catalogue) takes it again for \
         a recorded reason only: put it back on the agenda.",
        || json!({"meetingType": "focus", "meetingId": "0190c3a2-0000-7000-8000-000000000004"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ScheduleCaseRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let meeting = input.meeting_id.map(MeetingId);
        let contact = input.municipal_contact.map(|contact| Account(contact.0));
        let command = case::ScheduleCase {
            meeting_type: input.meeting_type.0,
            meeting,
            process_director: input.process_director.map(Into::into),
            municipal_contact: contact.clone(),
        };
        let needs = Needs { meeting, contact, own_meeting: true, ..Needs::default() };
        on_case(app, &call, Action::ScheduleCase, input.case_id, command, needs).await
    }
}
