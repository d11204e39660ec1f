//! Checking everyone now with ZSM.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::lines::{BrokenLine, LISTED_BROKEN_LINES, ListFingerprint, count};
use crate::monitor_day::{Event, MonitorDay, Refusal};
use crate::{CaseId, Context};

/// Records what the check of a day's list came to (HANDBOOK §8). A list that was checked before on that
/// day, and a case that was hit before on it, count once.
#[derive(Clone, Debug)]
pub struct CheckSuspects {
    /// The day whose stream this is.
    pub on: NaiveDate,
    /// Which list.
    pub list: ListFingerprint,
    /// The active cases of each person who was looked up.
    pub found: Vec<Vec<CaseId>>,
    /// Every line that could not be read.
    pub broken: Vec<BrokenLine>,
}

impl CheckSuspects {
    pub(super) fn decide(mut self, day: &MonitorDay, _: &Context) -> Result<Vec<Event>, Refusal> {
        if day.has_checked(self.list) {
            return Ok(Vec::new());
        }
        let hit: BTreeSet<_> = self.found.iter().flatten().copied().collect();
        let broken = count(self.broken.len());
        self.broken.truncate(LISTED_BROKEN_LINES);
        Ok(vec![Event::SuspectsChecked {
            on: self.on,
            list: self.list,
            persons: count(self.found.len()),
            hits: count(self.found.iter().filter(|cases| !cases.is_empty()).count()),
            newly_hit: hit.into_iter().filter(|case| !day.has_hit(*case)).collect(),
            broken,
            broken_lines: self.broken,
        }])
    }
}
