//! Escalating a case.

use crate::case::{Case, EscalationLevel, Event, File, Phase, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Asks somebody with a wider mandate, when what is needed cannot be done within existing processes
/// or mandates (HANDBOOK §7).
#[derive(Clone, Debug)]
pub struct EscalateCase {
    /// Who.
    pub level: EscalationLevel,
    /// What.
    pub question: Text,
}

impl EscalateCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        match file.phase {
            Phase::Reported => Err(Refusal::NotWeighed),
            Phase::Escalated { .. } => Err(Refusal::CaseEscalated),
            _ if self.level == EscalationLevel::House && !file.comes_from_beside_house(context) => {
                Err(Refusal::DoesNotEscalateToHouse)
            }
            _ => Ok(vec![Event::CaseEscalated {
                on: context.today,
                level: self.level,
                question: Personal::of_stream(self.question),
            }]),
        }
    }
}

impl File {
    /// Whether the case is or was last on the agenda of a meeting that may escalate to the House (HANDBOOK §4).
    fn comes_from_beside_house(&self, context: &Context) -> bool {
        let appointment = self.phase.appointment();
        let kind = appointment.and_then(|at| context.region.meeting_type(&at.meeting_type));
        kind.is_some_and(|kind| kind.escalates_to_house)
    }
}
