//! Listing a participant.

use crate::case::{Case, Event, Refusal};
use crate::{Context, MeetingId, Professional};

/// Lists somebody who takes part when the case is discussed in the meeting whose agenda it is on: the
/// workers most involved (HANDBOOK §4). Whoever is listed is directly involved (§9).
#[derive(Clone, Debug)]
pub struct ListParticipant {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub participant: Professional,
}

impl ListParticipant {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        file.on_agenda_of(self.meeting)?;
        if file.is_participant(self.meeting, &self.participant.account) {
            return Err(Refusal::AlreadyListed);
        }
        Ok(vec![Event::ParticipantListed { meeting: self.meeting, participant: self.participant }])
    }
}
