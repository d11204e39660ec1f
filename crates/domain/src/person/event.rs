//! What can have happened to a person's record.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::event_kind::events;
use crate::person::{BirthDate, Bsn};
use crate::personal::Personal;
use crate::region::MunicipalityCode;
use crate::{Account, PersonId, RequestId, Text};

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

codes! {
    /// What a relative is to the person.
    pub enum RelationKind {
        /// Ouder.
        Parent = "parent",
        /// Kind.
        Child = "child",
        /// Partner.
        Partner = "partner",
        /// Broer of zus.
        Sibling = "sibling",
        /// Voogd.
        Guardian = "guardian",
        /// Ander familielid.
        OtherRelative = "other_relative",
    }
}

/// A family relation; it says something of both persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The relative.
    pub relative: PersonId,
    /// What the relative is to the person.
    pub kind: RelationKind,
}

/// Why a person's data ends (HANDBOOK §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErasureGround {
    /// No case refers to the person any more.
    NoCaseLeft,
    /// The person asked for it, and it was granted.
    RequestGranted {
        /// The request.
        request: RequestId,
    },
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

    /// The year of birth.
    pub fn birth_year(&self) -> Option<i32> {
        self.birth_date.map(BirthDate::year)
    }
}

events! {
    /// Everything that can have happened to a person's record.
    pub enum Event of "Person" {
        /// The person was registered.
        PersonRegistered v "3" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
            /// The year of birth, which the figures keep when all else is erased (HANDBOOK §10.3).
            birth_year: Option<i32>,
        }
        /// The identity was corrected; the whole of it, as it is now held to be.
        PersonCorrected v "3" {
            /// Identity.
            details: Personal<PersonDetails>,
            /// Gender.
            gender: Gender,
            /// The year of birth.
            birth_year: Option<i32>,
            /// Why it was corrected.
            reason: Personal<Text>,
        }
        /// Those who were told about the person hear that the identity was corrected (NORMS §7).
        ReceiversTold v "1" {
            /// Who, each once.
            receivers: BTreeSet<Account>,
        }
        /// Another record turned out to be of the same person; its cases are this person's from here on.
        PersonsMerged v "1" {
            /// The other record.
            absorbed: PersonId,
            /// Why they are held to be one.
            reason: Personal<Text>,
        }
        /// The two turned out to be different persons after all.
        MergeUndone v "1" {
            /// The other record.
            absorbed: PersonId,
            /// Why they are not one.
            reason: Personal<Text>,
        }
        /// A family relation was recorded.
        RelationRecorded v "1" {
            /// With whom, and which.
            relation: Personal<Relation>,
        }
        /// It is no longer held to be so.
        RelationEnded v "1" {
            /// With whom, and which.
            relation: Personal<Relation>,
        }
        /// The record may not be used until the restriction is lifted (NORMS §7).
        UseRestricted v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// It may be used again.
        RestrictionLifted v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The person's data came to its end.
        PersonErased v "1" {
            /// When.
            on: NaiveDate,
            /// Why.
            ground: ErasureGround,
        }
        /// The keys of the record were destroyed: the proof, without personal data (NORMS §7).
        KeysDestroyed v "1" {
            /// How many.
            keys: u32,
        }
    }
}
