//! A person's record as it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::PersonId;
use crate::person::{Event, Gender, PersonDetails, Refusal, Relation};
use crate::personal::Personal;

/// The state of a person's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Person {
    /// Nothing has been registered.
    #[default]
    Unregistered,
    /// Registered.
    Registered(Box<Known>),
    /// The data came to its end.
    Erased(Erasure),
}

/// What is known of a registered person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Identity.
    pub details: Personal<PersonDetails>,
    /// Gender.
    pub gender: Gender,
    /// Family relations.
    pub relations: Vec<Personal<Relation>>,
    /// The other records that are of this person.
    pub absorbed: Vec<PersonId>,
    /// Whether the record may not be used (NORMS §7).
    pub restricted: bool,
}

/// What is left of a person who was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// When.
    pub on: NaiveDate,
    /// How many keys were destroyed, once they are.
    pub keys: Option<u32>,
}

impl Person {
    /// The record, if there is one.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Self::Registered(known) => Some(known),
            Self::Unregistered | Self::Erased(_) => None,
        }
    }

    pub(super) fn registered(&self) -> Result<&Known, Refusal> {
        match self {
            Self::Unregistered => Err(Refusal::PersonUnknown),
            Self::Registered(known) => Ok(known),
            Self::Erased(_) => Err(Refusal::PersonErased),
        }
    }

    /// The record, if it may be used (NORMS §7).
    pub(super) fn usable(&self) -> Result<&Known, Refusal> {
        let known = self.registered()?;
        if known.restricted {
            return Err(Refusal::PersonRestricted);
        }
        Ok(known)
    }

    pub(super) fn apply(&mut self, event: Event) {
        match event {
            Event::PersonRegistered { details, gender, .. } => {
                *self = Self::Registered(Box::new(Known::new(details, gender)));
            }
            Event::PersonErased { on, .. } => *self = Self::Erased(Erasure { on, keys: None }),
            Event::KeysDestroyed { keys } => self.destroyed(keys),
            event => {
                if let Self::Registered(known) = self {
                    known.apply(event);
                }
            }
        }
    }

    fn destroyed(&mut self, keys: u32) {
        if let Self::Erased(erasure) = self {
            erasure.keys = Some(keys);
        }
    }
}

impl Known {
    fn new(details: Personal<PersonDetails>, gender: Gender) -> Self {
        Self { details, gender, relations: Vec::new(), absorbed: Vec::new(), restricted: false }
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::PersonCorrected { details, gender, .. } => (self.details, self.gender) = (details, gender),
            Event::PersonsMerged { absorbed, .. } => self.absorbed.push(absorbed),
            Event::MergeUndone { absorbed, .. } => self.absorbed.retain(|id| *id != absorbed),
            Event::RelationRecorded { relation } => self.relations.push(relation),
            Event::RelationEnded { relation } => self.end(&relation),
            Event::UseRestricted { .. } => self.restricted = true,
            Event::RestrictionLifted { .. } => self.restricted = false,
            Event::PersonRegistered { .. }
            | Event::ReceiversTold { .. }
            | Event::PersonErased { .. }
            | Event::KeysDestroyed { .. } => {}
        }
    }

    /// One of them: erased relations are all alike, and their number stays right.
    fn end(&mut self, ended: &Personal<Relation>) {
        if let Some(place) = self.relations.iter().position(|relation| relation == ended) {
            self.relations.remove(place);
        }
    }
}
