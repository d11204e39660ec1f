//! A conversation in prison.

use chrono::NaiveDate;

use crate::Context;
use crate::trajectory::state::in_the_past;
use crate::trajectory::{Event, Refusal, Trajectory};

/// Records that the provider spoke with whoever is helped, in prison (HANDBOOK §6): when, and never what was
/// said. Guidance is prepared before somebody comes out, so it may have been before the trajectory started.
#[derive(Clone, Debug)]
pub struct RecordConversation {
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
}

impl RecordConversation {
    pub(super) fn decide(self, trajectory: &Trajectory, context: &Context) -> Result<Vec<Event>, Refusal> {
        trajectory.running()?;
        let on = self.on.unwrap_or(context.today);
        in_the_past(on, context)?;
        Ok(vec![Event::ConversationRecorded { on }])
    }
}
