//! Hiding a case from the lookup.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Hides a case: to whoever looks its subject up, there is no such case (HANDBOOK §8). Whatever its
/// phase, closed or not.
#[derive(Clone, Debug)]
pub struct HideCase {
    /// Why.
    pub reason: Text,
}

impl HideCase {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if case.in_use()?.marks.hidden {
            return Err(Refusal::CaseHidden);
        }
        Ok(vec![Event::CaseHidden { reason: Personal::of_stream(self.reason) }])
    }
}
