//! The end of a covenant.

use chrono::NaiveDate;

use crate::Context;
use crate::calendar::day_before;
use crate::covenant::{Covenant, Event, Refusal};

/// Ends the covenant for everybody.
#[derive(Clone, Debug)]
pub struct EndCovenant {
    /// The last day; when left out it ends at once. No day that has passed: what was lawful stays so.
    pub until: Option<NaiveDate>,
}

impl EndCovenant {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        covenant.in_force(context.today)?;
        if self.until.is_some_and(|until| until < context.today) {
            return Err(Refusal::PeriodNotInOrder);
        }
        Ok(vec![Event::CovenantEnded { until: self.until.unwrap_or_else(|| day_before(context.today)) }])
    }
}
