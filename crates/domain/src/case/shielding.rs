//! Shielded cases: for all but cleared participants they do not exist (HANDBOOK §4).

use crate::case::{Event, File, Refusal};
use crate::region::MeetingType;

impl File {
    /// What follows when the case comes on such an agenda: a shielded kind of meeting makes it shielded for
    /// good, and once shielded it comes on no other kind.
    pub(super) fn shielding(&self, kind: &MeetingType) -> Result<Option<Event>, Refusal> {
        match &self.shielded {
            Some(own) if *own != kind.code => Err(Refusal::CaseShielded),
            None if kind.shielded => Ok(Some(Event::CaseShielded { meeting_type: kind.code.clone() })),
            _ => Ok(None),
        }
    }
}
