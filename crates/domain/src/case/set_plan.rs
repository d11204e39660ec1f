//! Setting a plan of approach.

use crate::case::{Agreement, Case, Event, Goal, Phase, Plan, Refusal, ZsmAdvice};
use crate::personal::Personal;
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
        match file.phase {
            Phase::Scheduled { .. } => {}
            Phase::Escalated { .. } => return Err(Refusal::CaseEscalated),
            _ => return Err(Refusal::NotScheduled),
        }
        if self.goals.is_empty() {
            return Err(Refusal::GoalsMissing);
        }
        if self.agreements.is_empty() {
            return Err(Refusal::AgreementsMissing);
        }
        if self.agreements.iter().any(|agreement| agreement.by < context.today) {
            return Err(Refusal::AgreementDueBeforePlan);
        }
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
}
