//! A person: the identity of a subject.

mod birth_date;
mod bsn;
mod correct_person;
mod end_relation;
mod erase_person;
mod event;
mod lift_person_restriction;
pub mod matching;
mod merge_persons;
mod record_destruction;
mod record_relation;
mod register_person;
mod restrict_person;
mod state;
mod undo_merge;
pub(crate) mod upcast;

pub use birth_date::{BirthDate, BirthDateError};
pub use bsn::{Bsn, BsnError};
pub use correct_person::CorrectPerson;
pub use end_relation::EndRelation;
pub use erase_person::ErasePerson;
pub use event::{Address, ErasureGround, Event, Gender, PersonDetails, Relation, RelationKind};
pub use lift_person_restriction::LiftPersonRestriction;
pub use merge_persons::MergePersons;
pub use record_destruction::RecordDestruction;
pub use record_relation::RecordRelation;
pub use register_person::RegisterPerson;
pub use restrict_person::RestrictPerson;
pub use state::{Erasure, Known, Person};
pub use undo_merge::UndoMerge;

crate::event_kind::commands! {
    /// What can be asked of a person's stream.
    pub enum Command for Person {
        RegisterPerson, CorrectPerson, MergePersons, UndoMerge, RecordRelation, EndRelation, RestrictPerson,
        LiftPersonRestriction, ErasePerson, RecordDestruction,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a person is refused.
    pub enum Refusal {
        /// The person was registered before.
        PersonAlreadyRegistered,
        /// There is no such person.
        PersonUnknown,
        /// The person was erased.
        PersonErased,
        /// Somebody registered may well be the same person, and nobody said otherwise.
        PersonPossiblyKnown,
        /// The correction changes nothing.
        NothingToCorrect,
        /// The other person is not registered, or was erased.
        OtherPersonUnknown,
        /// A person is not merged with itself.
        MergedIntoItself,
        /// The two records are already one.
        AlreadyMerged,
        /// The two records are not one.
        NothingToUndo,
        /// A person is no relative of itself.
        RelatedToItself,
        /// The relation was recorded before.
        RelationAlreadyRecorded,
        /// There is no such relation.
        RelationUnknown,
        /// The use of the record, or of the other one, is restricted.
        PersonRestricted,
        /// The use of the record was restricted before.
        PersonAlreadyRestricted,
        /// The use of the record is not restricted.
        PersonNotRestricted,
        /// A case still refers to the person.
        CasesLeft,
        /// The person was not erased.
        PersonNotErased,
        /// The destruction of the keys is on record.
        DestructionAlreadyProven,
    }
}

crate::event_kind::aggregate!(Person, "Person");
