//! What came back.

use chrono::NaiveDate;

use crate::Context;
use crate::money::{Amount, Cents};
use crate::trajectory::{Event, Refusal, Trajectory};

/// Records what came back of what was spent, as when a rent debt that was taken over is paid off (HANDBOOK
/// §6): never more than was spent, and also after the end.
#[derive(Clone, Debug)]
pub struct RecordRepayment {
    /// How much.
    pub amount: Amount,
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
}

impl RecordRepayment {
    pub(super) fn decide(self, trajectory: &Trajectory, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { amount, on } = self;
        let (course, on) = (trajectory.started()?, on.unwrap_or(context.today));
        course.happened_by(on, context)?;
        if course.repaid().plus(Cents::from(amount)) > course.spent() {
            return Err(Refusal::MoreRepaidThanSpent);
        }
        Ok(vec![Event::RepaymentReceived { on, amount }])
    }
}
