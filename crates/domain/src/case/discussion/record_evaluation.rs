//! Recording how somebody looks back on a meeting.

use crate::case::{Case, Evaluator, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, MeetingId, Text};

/// Records how the client or the case holder looks back on a meeting whose attendance was recorded (HANDBOOK §4).
#[derive(Clone, Debug)]
pub struct RecordEvaluation {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub by: Evaluator,
    /// How.
    pub evaluation: Text,
}

impl RecordEvaluation {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let held = file.discussions.held.get(&self.meeting);
        let attendance =
            held.and_then(|held| held.attendance.as_ref()).ok_or(Refusal::AttendanceNotRecorded)?;
        if self.by == Evaluator::Client && !attendance.client.is_there() {
            return Err(Refusal::ClientWasAbsent);
        }
        let evaluation = Personal::of_stream(self.evaluation);
        Ok(vec![Event::MeetingEvaluated { meeting: self.meeting, by: self.by, evaluation }])
    }
}
