//! What can have happened on a day of the suspects monitor.

use chrono::NaiveDate;

use crate::CaseId;
use crate::event_kind::events;
use crate::monitor_day::{BrokenLine, ListFingerprint};

events! {
    /// Everything that can have happened on a day of the suspects monitor; nothing of it is about a
    /// person who can be recognised.
    pub enum Event of "MonitorDay" {
        /// A list of everyone now with ZSM was checked (HANDBOOK §8).
        SuspectsChecked v "1" {
            /// The day.
            on: NaiveDate,
            /// Which list.
            list: ListFingerprint,
            /// How many of its lines were looked up.
            persons: u32,
            /// How many of those were found in a case.
            hits: u32,
            /// The cases that no earlier list of the day had hit.
            newly_hit: Vec<CaseId>,
            /// How many lines could not be read.
            broken: u32,
            /// The first of those.
            broken_lines: Vec<BrokenLine>,
        }
    }
}
