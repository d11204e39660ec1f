//! Is this person being handled?

pub mod look_up_person;
mod reference;
