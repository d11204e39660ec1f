//! Registering a person.

use crate::person::{Event, Gender, Person, PersonDetails, Refusal};
use crate::personal::Personal;
use crate::{Context, PersonId};

/// Registers somebody's identity. A BSN may be missing: no fixed registration, or not yet known. Intake
/// looks at the persons who may be the same before it creates a new one.
#[derive(Clone, Debug)]
pub struct RegisterPerson {
    /// Identity.
    pub details: PersonDetails,
    /// Gender.
    pub gender: Gender,
    /// Registered persons who were looked at and are somebody else.
    pub not_the_same_as: Vec<PersonId>,
}

impl RegisterPerson {
    pub(super) fn decide(self, person: &Person, context: &Context) -> Result<Vec<Event>, Refusal> {
        match person {
            Person::Registered(_) => return Err(Refusal::PersonAlreadyRegistered),
            Person::Erased(_) => return Err(Refusal::PersonErased),
            Person::Unregistered => {}
        }
        if context.likely_persons.iter().any(|likely| !self.not_the_same_as.contains(likely)) {
            return Err(Refusal::PersonPossiblyKnown);
        }
        let Self { details, gender, .. } = self;
        let birth_year = details.birth_year();
        Ok(vec![Event::PersonRegistered { details: Personal::of_stream(details), gender, birth_year }])
    }
}
