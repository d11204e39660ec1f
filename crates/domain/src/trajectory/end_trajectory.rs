//! Ending a trajectory.

use chrono::NaiveDate;

use crate::Context;
use crate::trajectory::{Event, Refusal, Trajectory, TrajectoryOutcome};

/// Records how a trajectory ended, and when (HANDBOOK §6). What belongs to it can still be paid and come back.
#[derive(Clone, Debug)]
pub struct EndTrajectory {
    /// How.
    pub outcome: TrajectoryOutcome,
    /// The day: of whoever dropped out, when; today when left out.
    pub on: Option<NaiveDate>,
}

impl EndTrajectory {
    pub(super) fn decide(self, trajectory: &Trajectory, context: &Context) -> Result<Vec<Event>, Refusal> {
        let on = self.on.unwrap_or(context.today);
        trajectory.running()?.happened_by(on, context)?;
        Ok(vec![Event::TrajectoryEnded { on, outcome: self.outcome }])
    }
}
