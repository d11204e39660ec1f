//! Recording the outcome of an escalation.

use crate::case::{Case, Event, Phase, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Records the outcome; the case returns to where it came from (HANDBOOK §5, §7).
#[derive(Clone, Debug)]
pub struct RecordEscalationOutcome {
    /// The outcome.
    pub outcome: Text,
}

impl RecordEscalationOutcome {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        match case.open()?.phase {
            Phase::Escalated { .. } => Ok(vec![Event::EscalationReturned {
                on: context.today,
                outcome: Personal::of_stream(self.outcome),
            }]),
            _ => Err(Refusal::CaseNotEscalated),
        }
    }
}
