//! Stopping the use of a case.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Restricts a case: while that holds, nobody uses its data (NORMS §7). Only what keeps or ends the
/// data is still possible.
#[derive(Clone, Debug)]
pub struct RestrictCase {
    /// Why.
    pub reason: Text,
}

impl RestrictCase {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        case.in_use()?;
        Ok(vec![Event::UseRestricted { reason: Personal::of_stream(self.reason) }])
    }
}
