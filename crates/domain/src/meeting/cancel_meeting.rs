//! Calling a meeting off.

use crate::meeting::{Event, Meeting, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Calls off a meeting that is still to come.
#[derive(Clone, Debug)]
pub struct CancelMeeting {
    /// Why.
    pub reason: Text,
}

impl CancelMeeting {
    pub(super) fn decide(self, meeting: &Meeting, _: &Context) -> Result<Vec<Event>, Refusal> {
        meeting.still_to_come()?;
        Ok(vec![Event::MeetingCancelled { reason: Personal::of_stream(self.reason) }])
    }
}
