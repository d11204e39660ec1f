//! Weighing a report in the briefing.

use std::collections::BTreeSet;

use crate::case::{Case, Decision, EscalationLevel, Event, File, NoFollowUpReason, Phase, Refusal, Trigger};
use crate::meeting::MeetingState;
use crate::region::CriterionCode;
use crate::{Context, MeetingId};

/// Records what the briefing decided on a report; exactly one decision per weighing (HANDBOOK §3).
#[derive(Clone, Debug)]
pub struct WeighCase {
    /// The briefing, if it is registered as a meeting.
    pub briefing: Option<MeetingId>,
    /// The criteria that were met.
    pub criteria: BTreeSet<CriterionCode>,
    /// The decision.
    pub decision: Decision,
}

impl WeighCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        can_be_weighed(file)?;
        report_is_complete(file)?;
        not_kept_from_briefing(file, context)?;
        if self.briefing.is_some() {
            is_a_briefing(context)?;
        }
        file.left_to_veilig_thuis(&self.decision)?;
        self.decision_stands(context)?;
        let escalation = match &self.decision {
            Decision::Escalate { level, question } => {
                Some(Event::CaseEscalated { on: context.today, level: *level, question: question.clone() })
            }
            _ => None,
        };
        let weighed = Event::CaseWeighed {
            on: context.today,
            briefing: self.briefing,
            criteria: self.criteria.into_iter().collect(),
            decision: self.decision,
        };
        Ok(std::iter::once(weighed).chain(escalation).collect())
    }

    fn decision_stands(&self, context: &Context) -> Result<(), Refusal> {
        self.meeting_is_called_for(context)?;
        match &self.decision {
            Decision::HandleBilaterally { partners }
                if partners.iter().collect::<BTreeSet<_>>().len() < 2 =>
            {
                Err(Refusal::PartnersMissing)
            }
            // The briefing is the House.
            Decision::Escalate { level: EscalationLevel::House, .. } => Err(Refusal::DoesNotEscalateToHouse),
            Decision::NoFollowUp(NoFollowUpReason::Deferred { until }) if *until <= context.today => {
                Err(Refusal::DeferredToThePast)
            }
            _ => Ok(()),
        }
    }

    /// A decision that leads to a meeting leads to one that the region has, whose criteria are met: those of the
    /// national framework, of the region, or of a theme table (HANDBOOK §3).
    fn meeting_is_called_for(&self, context: &Context) -> Result<(), Refusal> {
        let region = &context.region;
        if self.criteria.iter().any(|code| region.criterion(code).is_none()) {
            return Err(Refusal::CriterionUnknown);
        }
        let decision = self.decision.code();
        let mut meetings = region.decided_by(decision).peekable();
        if decision.leads_to_meeting() && meetings.peek().is_none() {
            return Err(Refusal::MeetingTypeUnknown);
        }
        let called_for =
            !decision.leads_to_meeting() || meetings.any(|kind| kind.criteria_met(&self.criteria));
        if called_for { Ok(()) } else { Err(Refusal::CriteriaNotMet) }
    }
}

/// A report is weighed once, and again after a provisional decision: deferred, or escalated and back; a
/// shielded case never (HANDBOOK §4).
pub(super) fn can_be_weighed(file: &File) -> Result<(), Refusal> {
    if file.shielded.is_some() {
        return Err(Refusal::CaseShielded);
    }
    match &file.phase {
        Phase::Reported => Ok(()),
        Phase::Weighed(_) if file.weighings.last().is_some_and(|w| w.decision.is_provisional()) => Ok(()),
        Phase::Weighed(_) => Err(Refusal::AlreadyWeighed),
        Phase::Escalated { .. } => Err(Refusal::CaseEscalated),
        _ => Err(Refusal::PastWeighing),
    }
}

/// Trigger and municipality must be there before weighing, and the theme of a current concern (HANDBOOK §2).
fn report_is_complete(file: &File) -> Result<(), Refusal> {
    let report = &file.report;
    let trigger = report.trigger.ok_or(Refusal::TriggerMissing)?;
    if report.municipality.is_none() {
        return Err(Refusal::MunicipalityMissing);
    }
    if trigger == Trigger::CurrentConcern && report.theme.is_none() {
        return Err(Refusal::ThemeMissing);
    }
    Ok(())
}

/// A detention report about a resident of a municipality with its own aftercare is never put on a
/// briefing (HANDBOOK §2, local arrangements).
pub(super) fn not_kept_from_briefing(file: &File, context: &Context) -> Result<(), Refusal> {
    match file.local_table(context) {
        Some(_) => Err(Refusal::KeptFromBriefing),
        None => Ok(()),
    }
}

pub(super) fn is_a_briefing(context: &Context) -> Result<(), Refusal> {
    let meeting = context.meeting.as_ref().ok_or(Refusal::MeetingUnknown)?;
    if meeting.state == MeetingState::Cancelled {
        return Err(Refusal::MeetingCalledOff);
    }
    match context.region.meeting_type(&meeting.meeting_type) {
        Some(kind) if kind.weighing_only => Ok(()),
        _ => Err(Refusal::MeetingIsNoBriefing),
    }
}
