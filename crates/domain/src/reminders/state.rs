//! The House's reminders as they stand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::reminders::Event;

/// The state of the stream of reminders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reminders {
    /// Up to and including which day of what was due on it somebody was reminded.
    pub until: Option<NaiveDate>,
}

impl Reminders {
    pub(super) fn apply(&mut self, event: Event) {
        let Event::WorkBecameOverdue { until, .. } = event;
        self.until = Some(until);
    }
}
