//! Closing a case for which the meeting finds no plan needed.

use crate::case::{Case, ClosingGround, Event, Phase, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Closes a scheduled case: the meeting finds that no plan is needed (HANDBOOK §5, life cycle).
#[derive(Clone, Debug)]
pub struct CloseWithoutPlan {
    /// Why.
    pub reason: Text,
}

impl CloseWithoutPlan {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        match &file.phase {
            Phase::Scheduled { direction: None, .. } => {}
            Phase::Escalated { .. } => return Err(Refusal::CaseEscalated),
            Phase::Reported | Phase::Weighed(_) => return Err(Refusal::NotScheduled),
            _ => return Err(Refusal::PlanInForce),
        }
        let reason = Personal::of_stream(self.reason);
        file.closing(ClosingGround::NoPlanNeeded { reason }, context)
    }
}
