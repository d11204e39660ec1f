//! Escalating a case.

use crate::case::{Case, EscalationLevel, Event, Phase, Refusal};
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
        match case.open()?.phase {
            Phase::Reported => Err(Refusal::NotWeighed),
            Phase::Escalated { .. } => Err(Refusal::CaseEscalated),
            _ => Ok(vec![Event::CaseEscalated {
                on: context.today,
                level: self.level,
                question: Personal::of_stream(self.question),
            }]),
        }
    }
}
