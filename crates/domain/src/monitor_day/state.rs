//! A day of the suspects monitor as it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::CaseId;
use crate::monitor_day::{BrokenLine, Event, ListFingerprint};

/// The state of a day's stream: its runs, the first one first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MonitorDay {
    /// The runs.
    pub runs: Vec<Run>,
}

/// One list that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The day.
    pub on: NaiveDate,
    /// Which list.
    pub list: ListFingerprint,
    /// How many of its lines were looked up.
    pub persons: u32,
    /// How many of those were found in a case.
    pub hits: u32,
    /// The cases that no earlier run of the day had hit.
    pub newly_hit: Vec<CaseId>,
    /// How many lines could not be read.
    pub broken: u32,
    /// The first of those.
    pub broken_lines: Vec<BrokenLine>,
}

impl MonitorDay {
    /// Whether this list was checked.
    pub fn has_checked(&self, list: ListFingerprint) -> bool {
        self.runs.iter().any(|run| run.list == list)
    }

    /// Whether this case was hit.
    pub fn has_hit(&self, case: CaseId) -> bool {
        self.hit().any(|known| known == case)
    }

    /// The cases that were hit, each once.
    pub fn hit(&self) -> impl Iterator<Item = CaseId> {
        self.runs.iter().flat_map(|run| run.newly_hit.iter().copied())
    }

    pub(super) fn apply(&mut self, event: Event) {
        let Event::SuspectsChecked { on, list, persons, hits, newly_hit, broken, broken_lines } = event;
        self.runs.push(Run { on, list, persons, hits, newly_hit, broken, broken_lines });
    }
}
