//! Setting a plan of approach.

use crate::case::{Agreement, Case, Event, Goal, Phase, Plan, Refusal, ZsmAdvice};
use crate::personal::Personal;
use crate::region::MeetingType;
use crate::{Context, Professional, Text};

/// Sets the plan that the meeting made and appoints its one case holder; after a return on the agenda
/// this is the next version, and the monitoring schedule starts again (HANDBOOK §5).
#[derive(Clone, Debug)]
pub struct SetPlan {
    /// The question that the plan answers.
    pub question: Text,
    /// Goals per life area.
    pub goals: Vec<Goal>,
    /// What, which organisation, by when.
    pub agreements: Vec<Agreement>,
    /// The one case holder.
    pub case_holder: Professional,
    /// An advice for ZSM, if the meeting made one.
    pub zsm_advice: Option<ZsmAdvice>,
}

impl SetPlan {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let appointment = match &file.phase {
            Phase::Scheduled { appointment, .. } => appointment,
            Phase::Escalated { .. } => return Err(Refusal::CaseEscalated),
            _ => return Err(Refusal::NotScheduled),
        };
        if self.goals.is_empty() {
            return Err(Refusal::GoalsMissing);
        }
        if self.agreements.is_empty() {
            return Err(Refusal::AgreementsMissing);
        }
        if self.agreements.iter().any(|agreement| agreement.by < context.today) {
            return Err(Refusal::AgreementDueBeforePlan);
        }
        self.stands_on_pillars(context.region.meeting_type(&appointment.meeting_type))?;
        let advice = self.zsm_advice.map(|advice| advice.set_on(file, context)).transpose()?;
        let version = file.plans.last().map_or(1, |plan| plan.version + 1);
        let plan = Plan {
            version,
            set_on: context.today,
            question: Personal::of_stream(self.question),
            goals: self.goals,
            agreements: self.agreements,
        };
        let set = Event::PlanSet { plan, case_holder: self.case_holder };
        Ok(std::iter::once(set).chain(advice).collect())
    }

    /// Where a kind of meeting builds on pillars, each agreement stands on one of them; elsewhere on none (HANDBOOK §4,
    /// Top60).
    fn stands_on_pillars(&self, kind: Option<&MeetingType>) -> Result<(), Refusal> {
        let pillars = kind.map_or(&[][..], |kind| &kind.pillars);
        for agreement in &self.agreements {
            match &agreement.pillar {
                None if pillars.is_empty() => {}
                None => return Err(Refusal::PillarMissing),
                Some(_) if pillars.is_empty() => return Err(Refusal::PillarNotExpected),
                Some(code) if pillars.iter().any(|pillar| pillar.code == *code) => {}
                Some(_) => return Err(Refusal::PillarUnknown),
            }
        }
        Ok(())
    }
}
