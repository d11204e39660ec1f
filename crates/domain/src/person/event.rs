//! What can have happened to a person's record.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Text;
use crate::code::codes;
use crate::event_kind::events;
use crate::person::Bsn;
use crate::personal::Personal;

codes! {
    /// Gender as the figures count it (HANDBOOK §10.3).
    pub enum Gender {
        /// Man.
        Man = "man",
        /// Vrouw.
        Woman = "woman",
        /// Onbekend.
        Unknown = "unknown",
    }
}

/// What is known of somebody's identity; anything may be missing (HANDBOOK §2: no form as a threshold).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// Given names.
    pub given_names: Option<Text>,
    /// Tussenvoegsel.
    pub prefix: Option<Text>,
    /// Surname without the prefix.
    pub surname: Option<Text>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Citizen service number.
    pub bsn: Option<Bsn>,
}

impl PersonDetails {
    /// Whether nothing at all is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

events! {
    /// Everything that can have happened to a person's record.
    pub enum Event of "Person" {
        /// The person was registered.
        PersonRegistered v "1" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
        }
        /// The identity was corrected; the whole of it, as it is now held to be.
        PersonCorrected v "1" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
            /// Why it was corrected.
            reason: Personal<Text>,
        }
    }
}
