//! Putting a case back on the agenda.

use crate::case::schedule_case::{appointment, meeting_kind};
use crate::case::{AgendaReason, Appointment, Case, Event, File, Phase, Refusal};
use crate::region::{MeetingTypeCode, OrganisationCode};
use crate::{Context, MeetingId, Professional};

/// Puts a case back on the agenda: only if progress on the plan stagnates, the plan needs adjusting, or the case holder or
/// another partner asks (HANDBOOK §4). Plan and case holder stay in force. A case that was discussed and got no plan comes
/// back when a partner asks: the other reasons speak of a plan.
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
        let file = case.open()?;
        let before = self.comes_from(case, file, context)?;
        self.condition_is_met(file)?;
        let kind = meeting_kind(&self.meeting_type, context)?;
        let shielding = file.shielding(kind)?;
        let appointment = appointment(file, kind, self.meeting, self.process_director, context)?;
        let back = Event::PutBackOnAgenda {
            reason: self.reason,
            asked_by: self.asked_by,
            case_holder_consulted: self.case_holder_consulted,
            meeting_type: appointment.meeting_type,
            meeting: appointment.meeting,
            process_director: appointment.process_director.or_else(|| before.process_director.clone()),
        };
        Ok(file.leaves(context).into_iter().chain(shielding).chain([back]).collect())
    }

    /// From process direction, or from a meeting that discussed it.
    fn comes_from<'a>(
        &self,
        case: &'a Case,
        file: &'a File,
        context: &Context,
    ) -> Result<&'a Appointment, Refusal> {
        match &file.phase {
            Phase::Scheduled { appointment, .. } if file.was_just_discussed(context) => Ok(appointment),
            _ => case.under_direction().map(|direction| &direction.appointment),
        }
    }

    fn condition_is_met(&self, file: &File) -> Result<(), Refusal> {
        let has_holder = file.phase.direction().is_some();
        if !has_holder && self.reason != AgendaReason::AskedByPartner {
            return Err(Refusal::NoPlanInForce);
        }
        match (self.reason, &self.asked_by) {
            (AgendaReason::AskedByPartner, None) => Err(Refusal::AskingPartnerMissing),
            (AgendaReason::AskedByPartner, Some(_)) if has_holder && !self.case_holder_consulted => {
                Err(Refusal::CaseHolderNotConsulted)
            }
            (AgendaReason::AskedByPartner, Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => Err(Refusal::AskingPartnerNotExpected),
        }
    }
}
