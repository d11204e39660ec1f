//! What was spent.

use chrono::NaiveDate;

use crate::Context;
use crate::money::Amount;
use crate::trajectory::{Event, Refusal, Trajectory};

/// Records what was spent on a trajectory (HANDBOOK §6); also after its end, as bills come later.
#[derive(Clone, Debug)]
pub struct RecordCost {
    /// How much.
    pub amount: Amount,
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
}

impl RecordCost {
    pub(super) fn decide(self, trajectory: &Trajectory, context: &Context) -> Result<Vec<Event>, Refusal> {
        let on = self.on.unwrap_or(context.today);
        trajectory.started()?.happened_by(on, context)?;
        Ok(vec![Event::CostRecorded { on, amount: self.amount }])
    }
}
