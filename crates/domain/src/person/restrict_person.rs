//! Restricting the use of a person's record.

use crate::person::{Event, Person, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Stops the use of the record, as long as it is not settled whether it is right or may be kept
/// (NORMS §7).
#[derive(Clone, Debug)]
pub struct RestrictPerson {
    /// Why.
    pub reason: Text,
}

impl RestrictPerson {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        if person.registered()?.restricted {
            return Err(Refusal::PersonAlreadyRestricted);
        }
        Ok(vec![Event::UseRestricted { reason: Personal::of_stream(self.reason) }])
    }
}
