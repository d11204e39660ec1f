//! Ending a legal hold.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Lifts the legal hold: the case's term counts again (NORMS §7).
#[derive(Clone, Debug)]
pub struct LiftLegalHold {
    /// Why.
    pub reason: Text,
}

impl LiftLegalHold {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !case.kept()?.marks.legal_hold {
            return Err(Refusal::NoLegalHold);
        }
        Ok(vec![Event::LegalHoldLifted { reason: Personal::of_stream(self.reason) }])
    }
}
