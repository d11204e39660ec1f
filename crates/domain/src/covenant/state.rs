//! A covenant as it stands. What was lawful at a moment is what the events before it give, asked for the
//! day of that moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Text;
use crate::covenant::{Annex, Event, Ground, Refusal};
use crate::region::OrganisationCode;

/// The state of a covenant's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Covenant {
    /// Nothing was adopted.
    #[default]
    Unadopted,
    /// There is a covenant.
    Known(Box<Terms>),
}

/// What a covenant says, and who signed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Its name.
    pub title: Text,
    /// Its versions, oldest first, as they were adopted and as they were amended; there is one at least.
    pub versions: Vec<Version>,
    /// Partners that may sign.
    pub admitted: BTreeSet<OrganisationCode>,
    /// Who signed, and when; a partner that came back has several periods, oldest first.
    pub signatures: BTreeMap<OrganisationCode, Vec<Period>>,
    /// The last day of all of it, if it was ended.
    pub ended_on: Option<NaiveDate>,
}

/// A version of the covenant, or what an amendment made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Its number and how often it was amended.
    pub number: PolicyVersion,
    /// The days on which it holds, until the next version begins.
    pub valid: Period,
    /// What may be shared on which ground.
    pub annexes: Vec<Annex>,
}

/// Which version of a covenant a decision was taken by: the version's number, and how often its annexes
/// were amended; `3.2` as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// 1 for the first.
    pub version: u32,
    /// 0 for the version as it was adopted.
    pub amendment: u32,
}

/// Days from–until, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if there is one.
    pub until: Option<NaiveDate>,
}

impl fmt::Display for PolicyVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.amendment)
    }
}

impl Period {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    fn goes_beyond(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| until > day)
    }

    pub(super) fn is_in_order(&self) -> bool {
        self.until.is_none_or(|until| self.from <= until)
    }
}

impl Terms {
    /// The version that holds on this day: of those that have begun the newest, unless it has ended.
    pub fn version_on(&self, day: NaiveDate) -> Option<&Version> {
        if self.ended_on.is_some_and(|last| last < day) {
            return None;
        }
        let begun = self.versions.iter().rfind(|version| version.valid.from <= day)?;
        begun.valid.holds_on(day).then_some(begun)
    }

    /// What may be shared on this ground on this day.
    pub fn annex(&self, ground: &Ground, day: NaiveDate) -> Option<&Annex> {
        self.version_on(day)?.annexes.iter().find(|annex| annex.ground == *ground)
    }

    /// Whether the organisation's signature holds on this day.
    pub fn is_signed_by(&self, organisation: &OrganisationCode, day: NaiveDate) -> bool {
        let periods = self.signatures.get(organisation);
        periods.is_some_and(|periods| periods.iter().any(|period| period.holds_on(day)))
    }

    /// The first day of all of it.
    pub(super) fn begins(&self) -> Option<NaiveDate> {
        self.versions.first().map(|version| version.valid.from)
    }

    /// The newest version, also when it has yet to begin.
    pub(super) fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The versions that an amendment of this day is for: the one in force, and those to come.
    pub(super) fn still_to_hold(&self, day: NaiveDate) -> &[Version] {
        let begun = self.versions.iter().rposition(|version| version.valid.from <= day);
        self.versions.get(begun.unwrap_or(0)..).unwrap_or_default()
    }

    pub(super) fn running_signature(&self, organisation: &OrganisationCode) -> Option<&Period> {
        self.signatures.get(organisation)?.last().filter(|period| period.until.is_none())
    }

    /// Whether any of the organisation's periods goes on after this day.
    pub fn is_signed_beyond(&self, organisation: &OrganisationCode, day: NaiveDate) -> bool {
        let periods = self.signatures.get(organisation);
        periods.is_some_and(|periods| periods.iter().any(|period| period.goes_beyond(day)))
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::CovenantAdopted { .. } => {}
            Event::CovenantRenewed { version, valid_from, valid_until, annexes, .. } => {
                self.versions.push(Version::new(version, valid_from, valid_until, annexes));
            }
            Event::AnnexAmended { on, annex, .. } => self.amend(on, |annexes| {
                annexes.retain(|other| other.ground != annex.ground);
                annexes.push(annex.clone());
            }),
            Event::AnnexWithdrawn { on, ground, .. } => {
                self.amend(on, |annexes| annexes.retain(|annex| annex.ground != ground));
            }
            Event::PartnerAdmitted { organisation, .. } => {
                self.admitted.insert(organisation);
            }
            Event::CovenantSigned { organisation, from } => {
                self.signatures.entry(organisation).or_default().push(Period { from, until: None });
            }
            Event::SignatureEnded { organisation, until } => {
                self.admitted.remove(&organisation);
                let periods = self.signatures.get_mut(&organisation).into_iter().flatten();
                for period in periods.filter(|period| period.goes_beyond(until)) {
                    period.until = Some(until);
                }
            }
            Event::CovenantEnded { until } => self.ended_on = Some(until),
        }
    }

    /// Changes the version in force on that day and those to come; what it said until then stays.
    fn amend(&mut self, on: NaiveDate, change: impl Fn(&mut Vec<Annex>)) {
        let mut first = self.versions.len() - self.still_to_hold(on).len();
        if let Some(in_force) = self.versions.get(first).filter(|version| version.valid.from < on) {
            let valid = Period { from: on, ..in_force.valid };
            let amended = Version { valid, ..in_force.clone() };
            first += 1;
            self.versions.insert(first, amended);
        }
        for version in self.versions.iter_mut().skip(first) {
            version.number.amendment += 1;
            change(&mut version.annexes);
        }
    }
}

impl Version {
    fn new(version: u32, from: NaiveDate, until: Option<NaiveDate>, annexes: Vec<Annex>) -> Self {
        let number = PolicyVersion { version, amendment: 0 };
        Self { number, valid: Period { from, until }, annexes }
    }
}

impl Covenant {
    /// The covenant, if there is one.
    pub fn known(&self) -> Option<&Terms> {
        match self {
            Self::Unadopted => None,
            Self::Known(terms) => Some(terms),
        }
    }

    /// The covenant, for a command that needs it not to have ended; an announced end is yet to come.
    pub(super) fn in_force(&self, today: NaiveDate) -> Result<&Terms, Refusal> {
        let terms = self.known().ok_or(Refusal::CovenantUnknown)?;
        match terms.ended_on {
            Some(last) if last < today => Err(Refusal::CovenantHasEnded),
            _ => Ok(terms),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        match (&mut *self, event) {
            (_, Event::CovenantAdopted { title, valid_from, valid_until, annexes, .. }) => {
                *self = Self::Known(Box::new(Terms {
                    title,
                    versions: vec![Version::new(1, valid_from, valid_until, annexes)],
                    admitted: BTreeSet::new(),
                    signatures: BTreeMap::new(),
                    ended_on: None,
                }));
            }
            (Self::Known(terms), event) => terms.apply(event),
            (Self::Unadopted, _) => {}
        }
    }
}
