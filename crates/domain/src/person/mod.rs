//! A person: the identity of a subject.

mod birth_date;
mod bsn;
mod correct_person;
mod event;
pub mod matching;
mod register_person;
mod state;
pub(crate) mod upcast;

pub use birth_date::{BirthDate, BirthDateError};
pub use bsn::{Bsn, BsnError};
pub use correct_person::CorrectPerson;
pub use event::{Address, Event, Gender, PersonDetails};
pub use register_person::RegisterPerson;
pub use state::{Known, Person};

crate::event_kind::commands! {
    /// What can be asked of a person's stream.
    pub enum Command for Person { RegisterPerson, CorrectPerson }
}

crate::event_kind::refusals! {
    /// Why a command on a person is refused.
    pub enum Refusal {
        /// The person was registered before.
        PersonAlreadyRegistered,
        /// There is no such person.
        PersonUnknown,
        /// The correction changes nothing.
        NothingToCorrect,
    }
}

crate::event_kind::aggregate!(Person, "Person");
