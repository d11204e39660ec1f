//! What can have happened to a person's record.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Text;
use crate::code::codes;
use crate::event_kind::events;
use crate::person::{BirthDate, Bsn};
use crate::personal::Personal;
use crate::region::MunicipalityCode;

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
    /// Name at birth, if another surname is used; with its prefix.
    pub maiden_name: Option<Text>,
    /// The partner's surname, if it is used; with its prefix.
    pub partner_name: Option<Text>,
    /// Other names under which the person is known.
    pub aliases: Vec<Text>,
    /// Date of birth.
    pub birth_date: Option<BirthDate>,
    /// Citizen service number; missing without a fixed registration, or not yet known.
    pub bsn: Option<Bsn>,
    /// Where the person lives and lived.
    pub addresses: Vec<Address>,
}

/// An address, for as long as it was somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and house number, or whatever says where.
    pub street: Text,
    /// Postal code.
    pub postal_code: Option<Text>,
    /// Town.
    pub town: Option<Text>,
    /// Municipality, as the region counts it.
    pub municipality: Option<MunicipalityCode>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day; open while the person lives there.
    pub until: Option<NaiveDate>,
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
        PersonRegistered v "2" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
        }
        /// The identity was corrected; the whole of it, as it is now held to be.
        PersonCorrected v "2" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
            /// Why it was corrected.
            reason: Personal<Text>,
        }
    }
}
