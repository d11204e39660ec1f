//! Registering a person.

use crate::Context;
use crate::person::{Event, Gender, Person, PersonDetails, Refusal};
use crate::personal::Personal;

/// Registers somebody's identity. A BSN may be missing: no fixed registration, or not yet known.
#[derive(Clone, Debug)]
pub struct RegisterPerson {
    /// Identity.
    pub details: PersonDetails,
    /// Gender.
    pub gender: Gender,
}

impl RegisterPerson {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        match person {
            Person::Registered(_) => Err(Refusal::PersonAlreadyRegistered),
            Person::Unregistered => Ok(vec![Event::PersonRegistered {
                details: Personal::of_stream(self.details),
                gender: self.gender,
            }]),
        }
    }
}
