//! Correcting a person's identity.

use crate::person::{Event, Gender, Person, PersonDetails, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Replaces the identity by the one now held to be right; what it was stays in the journal.
#[derive(Clone, Debug)]
pub struct CorrectPerson {
    /// Identity.
    pub details: PersonDetails,
    /// Gender.
    pub gender: Gender,
    /// Why.
    pub reason: Text,
}

impl CorrectPerson {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        let known = person.known().ok_or(Refusal::PersonUnknown)?;
        if known.details.known() == Some(&self.details) && known.gender == self.gender {
            return Err(Refusal::NothingToCorrect);
        }
        Ok(vec![Event::PersonCorrected {
            details: Personal::of_stream(self.details),
            gender: self.gender,
            reason: Personal::of_stream(self.reason),
        }])
    }
}
