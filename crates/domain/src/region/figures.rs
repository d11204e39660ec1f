//! How a region presents its figures (HANDBOOK §10).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Label, MeetingTypeCode};
use crate::case::DecisionCode;

/// What the figures of a region are made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FiguresTerms {
    /// Figures about fewer than this are not told outside the House's management: nobody may be recognised in them.
    pub few: u64,
    /// The kinds of meeting that are counted together; each on its own where nothing is said.
    pub columns: Vec<FiguresColumn>,
    /// What handling takes, by the decision of the briefing.
    pub handlings: Vec<Handling>,
}

/// Kinds of meeting that are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresColumn {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Label,
    /// The kinds of meeting.
    pub meeting_types: BTreeSet<MeetingTypeCode>,
}

/// A kind of handling, and the time that it takes (HANDBOOK §10.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Label,
    /// The decisions of the briefing that lead to it.
    pub decisions: BTreeSet<DecisionCode>,
    /// How many minutes of coordination one case takes.
    pub minutes: u32,
}

impl Default for FiguresTerms {
    fn default() -> Self {
        Self { few: 5, columns: Vec::new(), handlings: Vec::new() }
    }
}
