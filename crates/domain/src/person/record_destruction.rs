//! The proof that a person's data was destroyed.

use crate::Context;
use crate::person::{Event, Person, Refusal};

/// Records that the keys of an erased person were destroyed (NORMS §7).
#[derive(Clone, Debug)]
pub struct RecordDestruction {
    /// How many.
    pub keys: u32,
}

impl RecordDestruction {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        match person {
            Person::Unregistered => Err(Refusal::PersonUnknown),
            Person::Registered(_) => Err(Refusal::PersonNotErased),
            Person::Erased(erasure) if erasure.keys.is_some() => Err(Refusal::DestructionAlreadyProven),
            Person::Erased(_) => Ok(vec![Event::KeysDestroyed { keys: self.keys }]),
        }
    }
}
