//! Taking a participant off the list.

use crate::case::{Case, Event, Refusal};
use crate::{Account, Context, MeetingId};

/// Takes somebody off the list: they did not come, or are not involved.
#[derive(Clone, Debug)]
pub struct RemoveParticipant {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub account: Account,
}

impl RemoveParticipant {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !case.open()?.is_participant(self.meeting, &self.account) {
            return Err(Refusal::NotListed);
        }
        Ok(vec![Event::ParticipantRemoved { meeting: self.meeting, account: self.account }])
    }
}
