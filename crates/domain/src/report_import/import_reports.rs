//! Recording what a list of reports came to.

use chrono::NaiveDate;

use crate::lines::{BrokenLine, LISTED_BROKEN_LINES, ListFingerprint, count};
use crate::region::OrganisationCode;
use crate::report_import::{Event, MadeReport, Refusal, ReportImport};
use crate::{CaseId, Context};

/// Records what a list of reports came to (HANDBOOK §2). A list that was imported before on that day counts
/// once.
#[derive(Clone, Debug)]
pub struct ImportReports {
    /// The day whose stream this is.
    pub on: NaiveDate,
    /// The organisation whose stream this is.
    pub organisation: OrganisationCode,
    /// Which list.
    pub list: ListFingerprint,
    /// Every line that could be read.
    pub imported: Vec<Imported>,
    /// Every line that could not.
    pub broken: Vec<BrokenLine>,
}

/// A line that could be read, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The number of the line in the list.
    pub line: u32,
    /// The case of its reference.
    pub case: CaseId,
    /// Whether the case was there before.
    pub known_before: bool,
}

impl ImportReports {
    pub(super) fn decide(mut self, import: &ReportImport, _: &Context) -> Result<Vec<Event>, Refusal> {
        if import.has_imported(self.list) {
            return Ok(Vec::new());
        }
        let known_before = self.imported.iter().filter(|line| line.known_before).count();
        let new = self.imported.iter().filter(|line| !line.known_before);
        let mut made: Vec<_> = new.map(|new| MadeReport { line: new.line, case: new.case }).collect();
        made.sort_unstable_by_key(|made| made.line);
        let broken = count(self.broken.len());
        self.broken.truncate(LISTED_BROKEN_LINES);
        Ok(vec![Event::ReportsImported {
            on: self.on,
            organisation: self.organisation,
            list: self.list,
            lines: count(self.imported.len()).saturating_add(broken),
            made,
            known_before: count(known_before),
            broken,
            broken_lines: self.broken,
        }])
    }
}
