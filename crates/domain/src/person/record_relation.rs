//! Recording a family relation.

use crate::person::{Event, Person, Refusal, Relation, RelationKind};
use crate::personal::Personal;
use crate::{Context, PersonFacts, PersonId};

/// Records what a registered person is to this one.
#[derive(Clone, Debug)]
pub struct RecordRelation {
    /// The relative.
    pub relative: PersonId,
    /// What the relative is to the person.
    pub kind: RelationKind,
}

impl RecordRelation {
    pub(super) fn decide(self, person: &Person, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = person.usable()?;
        match context.person {
            None => return Err(Refusal::OtherPersonUnknown),
            Some(PersonFacts::Itself | PersonFacts::AbsorbedThis) => return Err(Refusal::RelatedToItself),
            Some(PersonFacts::Another { restricted: true }) => return Err(Refusal::PersonRestricted),
            Some(PersonFacts::Another { restricted: false }) => {}
        }
        if known.absorbed.contains(&self.relative) {
            return Err(Refusal::RelatedToItself);
        }
        let relation = Personal::of_stream(Relation { relative: self.relative, kind: self.kind });
        if known.relations.contains(&relation) {
            return Err(Refusal::RelationAlreadyRecorded);
        }
        Ok(vec![Event::RelationRecorded { relation }])
    }
}
