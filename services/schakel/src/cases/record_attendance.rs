//! Recording who was there.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{self, ClientPresence, TookPart};
use schakel_domain::{Account, MeetingId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::{AbsenceReason, FirstPartReason, MeetingPart, ParentsReason, PresenceCode};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{AccountId, Organisation, Parts, lacking};
use crate::wire::Receipt;

/// See [`case::RecordAttendance`].
pub struct RecordAttendance;

/// Who was there when the case was discussed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordAttendanceRequest {
    case_id: Uuid,
    /// The meeting on whose agenda the case is or was last.
    meeting_id: Uuid,
    /// Who was there for the client.
    client: PresenceCode,
    /// With `present`: whether a support person came along.
    support_person: Option<bool>,
    /// With `absent`: why.
    absence_reason: Option<AbsenceReason>,
    /// With `parents_instead`: why.
    parents_reason: Option<ParentsReason>,
    /// With `present` or `parents_instead`: which participant first summed up for them, and joined them for the
    /// decision.
    summed_up_by: Option<AccountId>,
    /// Of those who were listed for the meeting.
    #[serde(default)]
    #[schema(max_items = 50)]
    participants: Vec<AttendeeInput>,
}

/// In which part of the meeting somebody took part.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttendeeInput {
    /// Who.
    account: AccountId,
    /// In which part; the client joins for the decision.
    part: MeetingPart,
    /// With `first_part_only`: why, by joint decision.
    reason: Option<FirstPartReason>,
    /// With `first_part_only`: which organisations decided so, two at least of those at the table.
    #[serde(default)]
    #[schema(max_items = 50)]
    decided_by: Vec<Organisation>,
}

impl Operation for RecordAttendance {
    type Input = RecordAttendanceRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordAttendance,
        "/v1/cases/{caseId}/attendances",
        "Record who was there",
        "For the client, who joins for the decision alone, and which of those who were listed took part in which part of \
         the meeting. That somebody left before the client came is decided jointly; whoever stayed sums up for the \
         client first. Recorded again, the last one holds.",
        || {
            json!({
                "meetingId": "0190c3a2-0000-7000-8000-000000000004", "client": "present", "supportPerson": true,
                "summedUpBy": "holder-1",
                "participants": [
                    {
                        "account": "police-1", "part": "first_part_only", "reason": "not_in_plan",
                        "decidedBy": ["reclassering", "veiligheidshuis"]
                    },
                    {"account": "holder-1", "part": "whole"}
                ]
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordAttendanceRequest,
    ) -> Result<Answer<Receipt>, Error> {
        input.check()?;
        let command = case::RecordAttendance {
            meeting: MeetingId(input.meeting_id),
            client: input.presence()?,
            summed_up_by: input.summed_up_by.as_ref().map(|account| Account(account.0.clone())),
            participants: input
                .participants
                .iter()
                .map(AttendeeInput::took_part)
                .collect::<Result<_, _>>()?,
        };
        on_case(app, &call, Action::RecordAttendance, input.case_id, command, Needs::default()).await
    }
}

impl RecordAttendanceRequest {
    fn check(&self) -> Result<(), Error> {
        let client = self.client.value();
        let is = |code| client == code;
        let mut parts = Parts::default();
        let present = is(case::PresenceCode::Present);
        parts.only("supportPerson", "present", self.support_person.is_some(), present);
        let absent = is(case::PresenceCode::Absent);
        parts.only("absenceReason", "absent", self.absence_reason.is_some(), absent);
        let parents = is(case::PresenceCode::ParentsInstead);
        parts.only("parentsReason", "parents_instead", self.parents_reason.is_some(), parents);
        let there = "present` or `parents_instead";
        parts.only("summedUpBy", there, self.summed_up_by.is_some(), present || parents);
        for (place, attendee) in self.participants.iter().enumerate() {
            let first = attendee.part.value() == case::MeetingPart::FirstPartOnly;
            let field = format!("participants[{place}].reason");
            parts.only(field, "first_part_only", attendee.reason.is_some(), first);
            let field = format!("participants[{place}].decidedBy");
            parts.only(field, "first_part_only", !attendee.decided_by.is_empty(), first);
        }
        parts.checked()
    }

    fn presence(&self) -> Result<ClientPresence, Error> {
        let presence = match self.client.value() {
            case::PresenceCode::Present => {
                self.support_person.map(|support_person| ClientPresence::Present { support_person })
            }
            case::PresenceCode::ParentsInstead => {
                self.parents_reason.map(|reason| ClientPresence::ParentsInstead { reason: reason.value() })
            }
            case::PresenceCode::Absent => {
                self.absence_reason.map(|reason| ClientPresence::Absent { reason: reason.value() })
            }
        };
        presence.ok_or_else(|| lacking("the client's presence"))
    }
}

impl AttendeeInput {
    fn took_part(&self) -> Result<(Account, TookPart), Error> {
        let part = match self.part.value() {
            case::MeetingPart::Whole => TookPart::Whole,
            case::MeetingPart::DecisionOnly => TookPart::DecisionOnly,
            case::MeetingPart::FirstPartOnly => {
                let reason = self.reason.ok_or_else(|| lacking("a part"))?.value();
                let decided_by = self.decided_by.iter().map(|it| it.0.clone()).collect();
                TookPart::FirstPartOnly { reason, decided_by }
            }
        };
        Ok((Account(self.account.0.clone()), part))
    }
}
