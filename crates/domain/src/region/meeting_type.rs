//! Kinds of meeting (HANDBOOK §4): a region adds and retires them here, and nowhere else.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{CriterionCode, Label, MeetingTypeCode, OrganisationCode, PillarCode};
use crate::case::DecisionCode;

/// A kind of meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingType {
    /// Its code.
    pub code: MeetingTypeCode,
    /// Its name.
    pub label: Label,
    /// Whose people chair it.
    pub chaired_by: ChairedBy,
    /// Not chaired by the House, but under its covenant (HANDBOOK §4).
    #[serde(default)]
    pub facilitated: bool,
    /// Its cases exist for cleared participants alone (HANDBOOK §4).
    #[serde(default)]
    pub shielded: bool,
    /// Whether a case must be weighed in the briefing before it comes here.
    pub weighed: bool,
    /// Only weighing happens here; no case is ever scheduled on it.
    #[serde(default)]
    pub weighing_only: bool,
    /// The decisions of the briefing that lead here (HANDBOOK §3).
    #[serde(default)]
    pub decided_by: BTreeSet<DecisionCode>,
    /// What must be met before the briefing decides so: all criteria of one of these sets (HANDBOOK §3);
    /// nothing when left out.
    #[serde(default)]
    pub criteria: Vec<BTreeSet<CriterionCode>>,
    /// The kinds of meeting from whose agenda a case can come here without another decision (HANDBOOK §4).
    #[serde(default)]
    pub arises_from: BTreeSet<MeetingTypeCode>,
    /// Whether it discusses a case once, in principle: again only for a reason of coming back on the agenda (HANDBOOK §4,
    /// focus).
    #[serde(default)]
    pub once: bool,
    /// Whether each subregion has one of its own (HANDBOOK §4, aftercare).
    #[serde(default)]
    pub per_subregion: bool,
    /// Whose list each meeting works through, if it does (HANDBOOK §4, Top60).
    #[serde(default)]
    pub list_of: Option<ListOf>,
    /// The pillars on which its plans are built: each agreement stands on one (HANDBOOK §4, Top60).
    #[serde(default)]
    pub pillars: Vec<Pillar>,
    /// The age that a subject has reached at least to be discussed here, where it is known.
    #[serde(default)]
    pub minimum_age: Option<u32>,
    /// Whether it works through the five life areas (HANDBOOK §4, aftercare).
    #[serde(default)]
    pub life_areas: bool,
    /// Whether it indicates what is done about systematic offenders (HANDBOOK §4).
    #[serde(default)]
    pub indicates_systematic_offenders: bool,
    /// Whether those who are discussed are told by letter (HANDBOOK §4, group approach).
    #[serde(default)]
    pub notifies_members: bool,
    /// Whether whoever chairs it keeps a register of their own: a case is referred there, and nothing else of it is
    /// recorded here (HANDBOOK §4, local aftercare).
    #[serde(default)]
    pub own_register: bool,
    /// Whether it may escalate a case to the House (HANDBOOK §4, local safety room).
    #[serde(default)]
    pub escalates_to_house: bool,
    /// For how many years after closing a case that was last here is kept (HANDBOOK §9); the region's
    /// own term when left out.
    #[serde(default)]
    pub retention_years: Option<u32>,
}

impl MeetingType {
    /// Whether these criteria are enough for it (HANDBOOK §3).
    pub fn criteria_met(&self, met: &BTreeSet<CriterionCode>) -> bool {
        self.criteria.is_empty() || self.criteria.iter().any(|together| together.is_subset(met))
    }
}

/// Whose list a kind of meeting works through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListOf {
    /// That of one municipality: those who live there.
    Municipality,
}

impl ListOf {
    /// How it is written in the region file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
        }
    }
}

/// A pillar on which plans are built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pillar {
    /// Its code.
    pub code: PillarCode,
    /// Its name.
    pub label: Label,
}

/// Whose people chair a kind of meeting (HANDBOOK §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ChairedBy {
    /// The House's own.
    House,
    /// The House's, by a process director.
    ProcessDirector,
    /// Those of a municipality.
    Municipality,
    /// Those of one organisation.
    Organisation(OrganisationCode),
}

impl ChairedBy {
    /// Whether it is the House that chairs.
    pub fn is_the_house(&self) -> bool {
        matches!(self, Self::House | Self::ProcessDirector)
    }

    /// Whether somebody of this organisation can chair, in the region of this House.
    pub fn admits(&self, organisation: &OrganisationCode, house: &OrganisationCode) -> bool {
        match self {
            Self::House | Self::ProcessDirector => organisation == house,
            Self::Municipality => organisation != house,
            Self::Organisation(own) => organisation == own,
        }
    }

    /// How it is written in the region file.
    pub fn as_str(&self) -> &str {
        match self {
            Self::House => "house",
            Self::ProcessDirector => "process_director",
            Self::Municipality => "municipality",
            Self::Organisation(code) => code.as_str(),
        }
    }
}

impl From<String> for ChairedBy {
    fn from(written: String) -> Self {
        match written.as_str() {
            "house" => Self::House,
            "process_director" => Self::ProcessDirector,
            "municipality" => Self::Municipality,
            _ => Self::Organisation(OrganisationCode::new(written)),
        }
    }
}

impl From<ChairedBy> for String {
    fn from(chaired_by: ChairedBy) -> Self {
        chaired_by.as_str().to_owned()
    }
}
