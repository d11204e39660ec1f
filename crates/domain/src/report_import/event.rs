//! What can have happened to an organisation's imports of a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::CaseId;
use crate::event_kind::events;
use crate::lines::{BrokenLine, ListFingerprint};
use crate::region::OrganisationCode;

/// A line that became a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeReport {
    /// The number of the line in the list.
    pub line: u32,
    /// The case.
    pub case: CaseId,
}

events! {
    /// Everything that can have happened to an organisation's imports of a day; nothing of it is about a
    /// person who can be recognised.
    pub enum Event of "ReportImport" {
        /// A list of reports was brought in (HANDBOOK §2).
        ReportsImported v "1" {
            /// The day.
            on: NaiveDate,
            /// From which organisation the reports come.
            organisation: OrganisationCode,
            /// Which list.
            list: ListFingerprint,
            /// How many lines it had.
            lines: u32,
            /// The lines that became a case, in their order.
            made: Vec<MadeReport>,
            /// How many lines were reported before, under the same reference.
            known_before: u32,
            /// How many lines could not be read.
            broken: u32,
            /// The first of those.
            broken_lines: Vec<BrokenLine>,
        }
    }
}
