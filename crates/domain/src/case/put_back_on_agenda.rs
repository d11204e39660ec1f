//! Putting a case back on the agenda.

use crate::case::schedule_case::{appointment, meeting_kind};
use crate::case::{AgendaReason, Case, Event, Refusal};
use crate::region::{MeetingTypeCode, OrganisationCode};
use crate::{Context, MeetingId, Professional};

/// Puts a case with a plan back on the agenda: only if progress stagnates, the plan needs adjusting,
/// or the case holder or another partner asks (HANDBOOK §4). Plan and case holder stay in force.
#[derive(Clone, Debug)]
pub struct PutBackOnAgenda {
    /// Why.
    pub reason: AgendaReason,
    /// The partner that asks, if one does.
    pub asked_by: Option<OrganisationCode>,
    /// Whether the case holder was consulted first.
    pub case_holder_consulted: bool,
    /// The kind of meeting.
    pub meeting_type: MeetingTypeCode,
    /// The meeting, once it is known.
    pub meeting: Option<MeetingId>,
    /// Who directs the process; who did so before unless the meeting or the command names somebody else.
    pub process_director: Option<Professional>,
}

impl PutBackOnAgenda {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.under_direction()?;
        self.condition_is_met()?;
        let kind = meeting_kind(&self.meeting_type, context)?;
        let file = case.open()?;
        let shielding = file.shielding(kind)?;
        let appointment = appointment(file, kind, self.meeting, self.process_director, context)?;
        let before = direction.appointment.process_director.clone();
        let back = Event::PutBackOnAgenda {
            reason: self.reason,
            asked_by: self.asked_by,
            case_holder_consulted: self.case_holder_consulted,
            meeting_type: appointment.meeting_type,
            meeting: appointment.meeting,
            process_director: appointment.process_director.or(before),
        };
        Ok(shielding.into_iter().chain([back]).collect())
    }

    fn condition_is_met(&self) -> Result<(), Refusal> {
        match (self.reason, &self.asked_by) {
            (AgendaReason::AskedByPartner, None) => Err(Refusal::AskingPartnerMissing),
            (AgendaReason::AskedByPartner, Some(_)) if !self.case_holder_consulted => {
                Err(Refusal::CaseHolderNotConsulted)
            }
            (AgendaReason::AskedByPartner, Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => Err(Refusal::AskingPartnerNotExpected),
        }
    }
}
