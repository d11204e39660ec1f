//! Recording that a meeting took place.

use crate::Context;
use crate::meeting::{Event, Meeting, Refusal};

/// Records that the meeting took place.
#[derive(Clone, Debug)]
pub struct HoldMeeting;

impl HoldMeeting {
    pub(super) fn decide(self, meeting: &Meeting, context: &Context) -> Result<Vec<Event>, Refusal> {
        if meeting.still_to_come()?.date > context.today {
            return Err(Refusal::MeetingNotYetDue);
        }
        Ok(vec![Event::MeetingHeld {}])
    }
}
