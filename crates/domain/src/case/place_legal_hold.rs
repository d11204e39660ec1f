//! Holding a case for the law.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Places a legal hold: while it lasts, nothing of the case is erased, whatever its term or whoever
/// asks (NORMS §7). It can be placed before closing: a procedure does not wait for that.
#[derive(Clone, Debug)]
pub struct PlaceLegalHold {
    /// Why.
    pub reason: Text,
}

impl PlaceLegalHold {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if case.kept()?.marks.legal_hold {
            return Err(Refusal::LegalHoldInForce);
        }
        Ok(vec![Event::LegalHoldPlaced { reason: Personal::of_stream(self.reason) }])
    }
}
