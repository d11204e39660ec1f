//! Is this person being handled?

pub mod find_involved_parties;
pub mod look_up_person;
mod reference;
