//! Undoing a wrong merge.

use crate::person::{Event, Person, Refusal};
use crate::personal::Personal;
use crate::{Context, PersonId, Text};

/// Says that a record that was merged into this one is of somebody else after all; its cases follow it.
/// Like a correction it puts right what is wrong, so a restriction does not stop it.
#[derive(Clone, Debug)]
pub struct UndoMerge {
    /// The other record.
    pub absorbed: PersonId,
    /// Why they are not one.
    pub reason: Text,
}

impl UndoMerge {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !person.registered()?.absorbed.contains(&self.absorbed) {
            return Err(Refusal::NothingToUndo);
        }
        Ok(vec![Event::MergeUndone { absorbed: self.absorbed, reason: Personal::of_stream(self.reason) }])
    }
}
