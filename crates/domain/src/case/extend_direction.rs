//! Extending process direction.

use chrono::NaiveDate;

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Extends process direction beyond the six months that are aimed for: with a good reason and a new
/// end date (HANDBOOK §5).
#[derive(Clone, Debug)]
pub struct ExtendDirection {
    /// The new end date.
    pub until: NaiveDate,
    /// The good reason.
    pub reason: Text,
}

impl ExtendDirection {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.under_direction()?;
        if self.until <= direction.ends_on || self.until <= context.today {
            return Err(Refusal::EndNotLater);
        }
        Ok(vec![Event::DirectionExtended { until: self.until, reason: Personal::of_stream(self.reason) }])
    }
}
