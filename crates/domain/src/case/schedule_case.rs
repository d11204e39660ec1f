//! Putting a case on the agenda of a meeting.

use crate::case::{
    Appointment, Case, Decision, DecisionCode, Event, File, NoFollowUpReason, Phase, Refusal, Trigger,
};
use crate::meeting::MeetingState;
use crate::region::{MeetingType, MeetingTypeCode};
use crate::{Account, Context, MeetingFacts, MeetingId, Professional};

/// Puts a case on the agenda: after a decision to schedule, or without weighing where the meeting
/// type or a local arrangement says so (HANDBOOK §5, life cycle). A case on an agenda can be moved to
/// another meeting of the same kind: its meeting became known, or the one it was for was called off; to one that discusses
/// a case once, only while none of them has (§4, focus). On the agenda of a shielded kind of meeting it is shielded from then on.
#[derive(Clone, Debug)]
pub struct ScheduleCase {
    /// The kind of meeting.
    pub meeting_type: MeetingTypeCode,
    /// The meeting, once it is known.
    pub meeting: Option<MeetingId>,
    /// Who directs the process; the chair of the meeting unless somebody else is named. On a move, who
    /// did so before goes on where neither names anybody.
    pub process_director: Option<Professional>,
    /// The municipal contact who decided with the House that it is discussed there; where a local arrangement leaves that to
    /// them, and nowhere else (HANDBOOK §2).
    pub municipal_contact: Option<Account>,
}

impl ScheduleCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let kind = meeting_kind(&self.meeting_type, context)?;
        let shielding = file.shielding(kind)?;
        if self.municipal_contact.is_some() && !file.contact_decides_where(context) {
            return Err(Refusal::MunicipalContactNotExpected);
        }
        match &file.phase {
            Phase::Reported => without_weighing(file, kind, context)?,
            // Only after it was deferred did it show that the report belongs at a local table.
            Phase::Weighed(Decision::NoFollowUp(NoFollowUpReason::Deferred { .. }))
                if file.local_table(context).is_some() =>
            {
                without_weighing(file, kind, context)?;
            }
            Phase::Weighed(decision) => {
                as_decided(file, decision, kind, context)?;
                self.decided_with_contact(file, context)?;
            }
            Phase::Scheduled { appointment, .. } => self.moves(appointment, kind)?,
            Phase::Escalated { .. } => return Err(Refusal::CaseEscalated),
            _ => return Err(Refusal::PlanInForce),
        }
        if kind.once && file.was_discussed_at(&kind.code, context) {
            return Err(Refusal::DiscussedOnce);
        }
        let before = file.phase.appointment();
        let municipal_contact =
            self.municipal_contact.or_else(|| before.and_then(|before| before.municipal_contact.clone()));
        let before = before.and_then(|before| before.process_director.clone());
        let appointment = appointment(file, kind, self.meeting, self.process_director, context)?;
        let scheduled = Event::CaseScheduled {
            meeting_type: appointment.meeting_type,
            meeting: appointment.meeting,
            process_director: appointment.process_director.or(before),
            municipal_contact,
        };
        Ok(file.leaves(context).into_iter().chain(shielding).chain([scheduled]).collect())
    }

    /// Under a local arrangement the municipal contact of the residence decides with the House where an arrest or a current
    /// concern is discussed further; where, the meeting says (HANDBOOK §2).
    fn decided_with_contact(&self, file: &File, context: &Context) -> Result<(), Refusal> {
        if !file.contact_decides_where(context) {
            return Ok(());
        }
        if self.municipal_contact.is_none() {
            return Err(Refusal::MunicipalContactMissing);
        }
        let residence = file.report.municipality.as_ref();
        match residence.is_some_and(|residence| context.contact_of.contains(residence)) {
            true => Ok(()),
            false => Err(Refusal::NotTheMunicipalContact),
        }
    }

    /// A case on an agenda moves to another meeting that is named, of the kind it is scheduled for; or to a
    /// kind of meeting that arises from that one (HANDBOOK §4, round table).
    fn moves(&self, from: &Appointment, kind: &MeetingType) -> Result<(), Refusal> {
        if kind.arises_from.contains(&from.meeting_type) {
            return Ok(());
        }
        if self.meeting.is_none() || self.meeting == from.meeting {
            return Err(Refusal::AlreadyScheduled);
        }
        if self.meeting_type != from.meeting_type {
            return Err(Refusal::DecisionNamesAnotherMeeting);
        }
        Ok(())
    }
}

/// The meeting type, if cases can be put on such an agenda: to a table that keeps a register of its own they are
/// referred (HANDBOOK §4).
pub(super) fn meeting_kind<'a>(
    code: &MeetingTypeCode,
    context: &'a Context,
) -> Result<&'a MeetingType, Refusal> {
    let kind = context.region.meeting_type(code).ok_or(Refusal::MeetingTypeUnknown)?;
    if kind.weighing_only {
        return Err(Refusal::BriefingIsForWeighing);
    }
    if kind.own_register {
        return Err(Refusal::TableKeepsOwnRegister);
    }
    Ok(kind)
}

/// Where and by whom a case will be discussed; the meeting named must be able to.
pub(super) fn appointment(
    file: &File,
    kind: &MeetingType,
    meeting: Option<MeetingId>,
    process_director: Option<Professional>,
    context: &Context,
) -> Result<Appointment, Refusal> {
    let facts = match meeting {
        Some(_) => Some(context.meeting.as_ref().ok_or(Refusal::MeetingUnknown)?),
        None => None,
    };
    if let Some(facts) = facts {
        meeting_can_discuss(file, kind, facts, context)?;
    }
    old_enough(file, kind, context)?;
    let chair = facts.filter(|_| !kind.facilitated).map(|facts| facts.chair.clone());
    Ok(Appointment {
        meeting_type: kind.code.clone(),
        meeting,
        process_director: process_director.or(chair),
        municipal_contact: None,
    })
}

fn meeting_can_discuss(
    file: &File,
    kind: &MeetingType,
    meeting: &MeetingFacts,
    context: &Context,
) -> Result<(), Refusal> {
    match meeting.state {
        MeetingState::Planned => {}
        MeetingState::Held => return Err(Refusal::MeetingAlreadyHeld),
        MeetingState::Cancelled => return Err(Refusal::MeetingCalledOff),
    }
    if meeting.meeting_type != kind.code {
        return Err(Refusal::MeetingIsOfAnotherType);
    }
    let residence = file.report.municipality.as_ref();
    if let (Some(list), Some(residence)) = (&meeting.municipality, residence)
        && list != residence
    {
        return Err(Refusal::MeetingIsOfAnotherMunicipality);
    }
    let home = residence
        .and_then(|code| context.region.municipality(code))
        .and_then(|municipality| municipality.subregion.as_ref());
    match (&meeting.subregion, home) {
        (Some(table), Some(home)) if table != home => Err(Refusal::MeetingIsOfAnotherSubregion),
        _ => Ok(()),
    }
}

/// Some meetings discuss adults alone (HANDBOOK §4, aftercare); of whom no date of birth is known may be one.
fn old_enough(file: &File, kind: &MeetingType, context: &Context) -> Result<(), Refusal> {
    let Some(minimum) = kind.minimum_age else { return Ok(()) };
    let mut ages = file.members().iter().filter_map(|member| member.details.known()?.birth_date);
    match ages.any(|born| born.age_on(context.today) < minimum) {
        true => Err(Refusal::SubjectTooYoung),
        false => Ok(()),
    }
}

/// A detention report that a local arrangement keeps from the briefing may still come to an aftercare
/// table of the House (HANDBOOK §2, local arrangements).
fn without_weighing(file: &File, kind: &MeetingType, context: &Context) -> Result<(), Refusal> {
    let aftercare = kind.decided_by.contains(&DecisionCode::ScheduleAftercare);
    let arranged = file.local_table(context).is_some_and(|table| *table == kind.code || aftercare);
    if !kind.weighed || arranged { Ok(()) } else { Err(Refusal::NotWeighed) }
}

/// Each decision to schedule names its meeting, which the municipality may hold at its own table where it has one.
fn as_decided(
    file: &File,
    decision: &Decision,
    kind: &MeetingType,
    context: &Context,
) -> Result<(), Refusal> {
    if !decision.code().leads_to_meeting() {
        return Err(Refusal::NoDecisionToSchedule);
    }
    if file.may_be_discussed_at(context) == Some(&kind.code) {
        return Ok(());
    }
    if !kind.decided_by.contains(&decision.code()) {
        return Err(Refusal::DecisionNamesAnotherMeeting);
    }
    // One decision can lead to several kinds of meeting, each with criteria of its own.
    let met = file.weighings.last().map(|weighing| weighing.criteria.iter().cloned().collect());
    if kind.criteria_met(&met.unwrap_or_default()) { Ok(()) } else { Err(Refusal::CriteriaNotMet) }
}

impl File {
    /// The local table to which a detention report goes instead of the briefing (HANDBOOK §2).
    pub fn local_table<'a>(&self, context: &'a Context) -> Option<&'a MeetingTypeCode> {
        if self.report.trigger != Some(Trigger::Detention) {
            return None;
        }
        self.table_of_municipality(context)
    }

    /// The local table at which an arrest or a current concern may be discussed further, when the
    /// municipal contact and the House decide so (HANDBOOK §2, local arrangements).
    fn may_be_discussed_at<'a>(&self, context: &'a Context) -> Option<&'a MeetingTypeCode> {
        match self.report.trigger? {
            Trigger::Arrest | Trigger::CurrentConcern => self.table_of_municipality(context),
            _ => None,
        }
    }

    /// Whether it is the municipal contact's and the House's to decide where the weighed case is discussed.
    fn contact_decides_where(&self, context: &Context) -> bool {
        matches!(self.phase, Phase::Weighed(_)) && self.may_be_discussed_at(context).is_some()
    }

    fn table_of_municipality<'a>(&self, context: &'a Context) -> Option<&'a MeetingTypeCode> {
        let municipality = context.region.municipality(self.report.municipality.as_ref()?)?;
        municipality.detention_reports_to.as_ref()
    }
}
