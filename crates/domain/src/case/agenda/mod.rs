//! Who takes part when a case is discussed (HANDBOOK §9).

mod list_participant;
mod remove_participant;

pub use list_participant::ListParticipant;
pub use remove_participant::RemoveParticipant;

use crate::case::{File, Refusal};
use crate::{Account, MeetingId};

impl File {
    /// Whether the account is listed for the case at that meeting.
    pub fn is_participant(&self, meeting: MeetingId, account: &Account) -> bool {
        self.participants.get(&meeting).is_some_and(|listed| listed.contains_key(account))
    }

    /// The meeting on whose agenda the case is or was last, if it is known.
    pub fn meeting(&self) -> Option<MeetingId> {
        self.phase.appointment().and_then(|appointment| appointment.meeting)
    }

    pub(in crate::case) fn on_agenda_of(&self, meeting: MeetingId) -> Result<(), Refusal> {
        if self.meeting() == Some(meeting) { Ok(()) } else { Err(Refusal::NotOnThatAgenda) }
    }
}
