//! Letting a restricted case be used again.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Lifts the restriction of a case (NORMS §7): it stands where it stood.
#[derive(Clone, Debug)]
pub struct LiftCaseRestriction {
    /// Why.
    pub reason: Text,
}

impl LiftCaseRestriction {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !case.kept()?.marks.restricted {
            return Err(Refusal::UseNotRestricted);
        }
        Ok(vec![Event::RestrictionLifted { reason: Personal::of_stream(self.reason) }])
    }
}
