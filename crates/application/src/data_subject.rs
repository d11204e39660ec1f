//! Whom something is said about, as the access log names them.

use schakel_access_log::Subject;
use schakel_domain::{CaseId, MemberId, PersonId};
use schakel_read_models::lookup::Holder;
use uuid::Uuid;

/// Somebody about whom something is said: a pseudonym, never a name or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataSubject {
    /// A registered person.
    Person(PersonId),
    /// A member of a case's subject who is not identified.
    Member(MemberId),
    /// Whoever a case is about.
    Case(CaseId),
    /// Whoever was asked about: a keyed hash of what they were looked up by.
    Asked([u8; 16]),
}

impl DataSubject {
    /// As the access log keeps it.
    pub fn logged(self) -> Subject {
        let (kind, id) = match self {
            Self::Person(person) => ("person", person.to_string()),
            Self::Member(member) => ("member", member.to_string()),
            Self::Case(case) => ("case", case.to_string()),
            Self::Asked(pseudonym) => ("asked", Uuid::from_bytes(pseudonym).simple().to_string()),
        };
        Subject { kind: kind.to_owned(), id }
    }
}

impl From<Holder> for DataSubject {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Person(person) => Self::Person(person),
            Holder::Member { member, .. } => Self::Member(member),
        }
    }
}
