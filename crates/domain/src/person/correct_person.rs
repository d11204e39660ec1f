//! Correcting a person's identity.

use crate::person::{Event, Gender, Person, PersonDetails, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Replaces the identity by the one now held to be right; what it was stays in the journal. Whoever was
/// told about the person hears of it (NORMS §7). A restriction does not stop it: it is there until what
/// is wrong has been put right.
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
    pub(super) fn decide(self, person: &Person, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = person.registered()?;
        if known.details.known() == Some(&self.details) && known.gender == self.gender {
            return Err(Refusal::NothingToCorrect);
        }
        let corrected = Event::PersonCorrected {
            birth_year: self.details.birth_year(),
            details: Personal::of_stream(self.details),
            gender: self.gender,
            reason: Personal::of_stream(self.reason),
        };
        let receivers = context.receivers.clone();
        let told = (!receivers.is_empty()).then_some(Event::ReceiversTold { receivers });
        Ok(std::iter::once(corrected).chain(told).collect())
    }
}
