//! Merging two records of one person.

use crate::person::{Event, Person, Refusal};
use crate::personal::Personal;
use crate::{Context, PersonFacts, PersonId, Text};

/// Says that another record is of this person; the record that this is said to survives, and the cases
/// of the other follow (DESIGN §2).
#[derive(Clone, Debug)]
pub struct MergePersons {
    /// The other record.
    pub absorbed: PersonId,
    /// Why they are held to be one.
    pub reason: Text,
}

impl MergePersons {
    pub(super) fn decide(self, person: &Person, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = person.usable()?;
        if known.absorbed.contains(&self.absorbed) {
            return Err(Refusal::AlreadyMerged);
        }
        match context.person {
            None => Err(Refusal::OtherPersonUnknown),
            Some(PersonFacts::Itself) => Err(Refusal::MergedIntoItself),
            Some(PersonFacts::AbsorbedThis) => Err(Refusal::AlreadyMerged),
            Some(PersonFacts::Another { restricted: true }) => Err(Refusal::PersonRestricted),
            Some(PersonFacts::Another { restricted: false }) => Ok(vec![Event::PersonsMerged {
                absorbed: self.absorbed,
                reason: Personal::of_stream(self.reason),
            }]),
        }
    }
}
