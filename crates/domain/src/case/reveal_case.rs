//! Showing a hidden case to the lookup again.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Lets the lookup find a hidden case again.
#[derive(Clone, Debug)]
pub struct RevealCase {
    /// Why.
    pub reason: Text,
}

impl RevealCase {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !case.in_use()?.marks.hidden {
            return Err(Refusal::CaseNotHidden);
        }
        Ok(vec![Event::CaseRevealed { reason: Personal::of_stream(self.reason) }])
    }
}
