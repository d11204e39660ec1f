//! Lifting the restriction of a person's record.

use crate::person::{Event, Person, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Lets the record be used again (NORMS §7).
#[derive(Clone, Debug)]
pub struct LiftPersonRestriction {
    /// Why.
    pub reason: Text,
}

impl LiftPersonRestriction {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !person.registered()?.restricted {
            return Err(Refusal::PersonNotRestricted);
        }
        Ok(vec![Event::RestrictionLifted { reason: Personal::of_stream(self.reason) }])
    }
}
