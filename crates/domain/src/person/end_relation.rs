//! Ending a family relation.

use crate::person::{Event, Person, Refusal, Relation, RelationKind};
use crate::personal::Personal;
use crate::{Context, PersonId};

/// Records that a relation is no longer so, or never was.
#[derive(Clone, Debug)]
pub struct EndRelation {
    /// The relative.
    pub relative: PersonId,
    /// What the relative was to the person.
    pub kind: RelationKind,
}

impl EndRelation {
    pub(super) fn decide(self, person: &Person, _: &Context) -> Result<Vec<Event>, Refusal> {
        let relation = Personal::of_stream(Relation { relative: self.relative, kind: self.kind });
        if !person.registered()?.relations.contains(&relation) {
            return Err(Refusal::RelationUnknown);
        }
        Ok(vec![Event::RelationEnded { relation }])
    }
}
