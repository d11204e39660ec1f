//! Proving the end of a case's data.

use crate::Context;
use crate::case::{Case, Event, Refusal};

/// Records that the keys of an erased case are destroyed: the proof, without personal data (NORMS §7).
#[derive(Clone, Debug)]
pub struct RecordDestruction {
    /// How many keys the case had.
    pub keys: u32,
}

impl RecordDestruction {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let erasure = case.known()?.erasure().ok_or(Refusal::CaseNotErased)?;
        if erasure.keys_destroyed.is_some() {
            return Err(Refusal::DestructionRecorded);
        }
        Ok(vec![Event::KeysDestroyed { keys: self.keys }])
    }
}
