//! Moving a meeting to another day.

use chrono::NaiveDate;

use crate::Context;
use crate::meeting::{Event, Meeting, Refusal};

/// Moves a meeting that is still to come.
#[derive(Clone, Debug)]
pub struct MoveMeeting {
    /// The new day.
    pub date: NaiveDate,
}

impl MoveMeeting {
    pub(super) fn decide(self, meeting: &Meeting, context: &Context) -> Result<Vec<Event>, Refusal> {
        meeting.still_to_come()?;
        if self.date < context.today {
            return Err(Refusal::MeetingInThePast);
        }
        Ok(vec![Event::MeetingMoved { date: self.date }])
    }
}
