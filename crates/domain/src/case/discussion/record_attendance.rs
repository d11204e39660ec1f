//! Recording who was there.

use std::collections::BTreeMap;

use crate::case::{Attendance, Case, ClientPresence, Event, Refusal, TookPart};
use crate::{Account, Context, MeetingId};

/// Records who was there when the case was discussed in the meeting on whose agenda it is or was last: for the client,
/// and which of those who were listed took part in which part (HANDBOOK §4). Recorded again, the last one holds.
#[derive(Clone, Debug)]
pub struct RecordAttendance {
    /// The meeting.
    pub meeting: MeetingId,
    /// For the client.
    pub client: ClientPresence,
    /// Of those who were listed.
    pub participants: BTreeMap<Account, TookPart>,
}

impl RecordAttendance {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        file.on_agenda_of(self.meeting)?;
        if self.participants.keys().any(|account| !file.is_participant(self.meeting, account)) {
            return Err(Refusal::NotListed);
        }
        let Self { meeting, client, participants } = self;
        Ok(vec![Event::AttendanceRecorded { meeting, attendance: Attendance { client, participants } }])
    }
}
