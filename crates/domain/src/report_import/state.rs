//! An organisation's imports of a day as they stand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::CaseId;
use crate::lines::{BrokenLine, ListFingerprint, count};
use crate::region::OrganisationCode;
use crate::report_import::{Event, MadeReport};

/// The state of such a stream: its lists, the first one first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportImport {
    /// The lists.
    pub runs: Vec<Run>,
}

/// One list that was brought in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The day.
    pub on: NaiveDate,
    /// From which organisation the reports come.
    pub organisation: OrganisationCode,
    /// Which list.
    pub list: ListFingerprint,
    /// How many lines it had.
    pub lines: u32,
    /// The lines that became a case.
    pub made: Vec<MadeReport>,
    /// How many lines were reported before.
    pub known_before: u32,
    /// How many lines could not be read.
    pub broken: u32,
    /// The first of those.
    pub broken_lines: Vec<BrokenLine>,
}

impl Run {
    /// The same list, as if the lines that became these cases had not been in it.
    pub fn forget(&mut self, is_forgotten: impl Fn(CaseId) -> bool) {
        let before = count(self.made.len());
        self.made.retain(|made| !is_forgotten(made.case));
        self.lines = self.lines.saturating_sub(before - count(self.made.len()));
    }
}

impl ReportImport {
    /// Whether this list was brought in.
    pub fn has_imported(&self, list: ListFingerprint) -> bool {
        self.runs.iter().any(|run| run.list == list)
    }

    /// From which organisation the reports come; nothing before the first list.
    pub fn organisation(&self) -> Option<&OrganisationCode> {
        self.runs.first().map(|run| &run.organisation)
    }

    /// The cases that were made.
    pub fn made(&self) -> impl Iterator<Item = CaseId> {
        self.runs.iter().flat_map(|run| run.made.iter().map(|made| made.case))
    }

    pub(super) fn apply(&mut self, event: Event) {
        let Event::ReportsImported {
            on,
            organisation,
            list,
            lines,
            made,
            known_before,
            broken,
            broken_lines,
        } = event;
        self.runs.push(Run { on, organisation, list, lines, made, known_before, broken, broken_lines });
    }
}
