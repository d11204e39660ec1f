//! A person's record as it stands.

use serde::{Deserialize, Serialize};

use crate::person::{Event, Gender, PersonDetails};
use crate::personal::Personal;

/// The state of a person's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Person {
    /// Nothing has been registered.
    #[default]
    Unregistered,
    /// Registered.
    Registered(Known),
}

/// What is known of a registered person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Identity.
    pub details: Personal<PersonDetails>,
    /// Gender.
    pub gender: Gender,
}

impl Person {
    /// The record, if there is one.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Self::Unregistered => None,
            Self::Registered(known) => Some(known),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        match event {
            Event::PersonRegistered { details, gender } | Event::PersonCorrected { details, gender, .. } => {
                *self = Self::Registered(Known { details, gender });
            }
        }
    }
}
