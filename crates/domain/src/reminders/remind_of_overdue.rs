//! Reminding of what has become overdue.

use chrono::NaiveDate;

use crate::reminders::{Event, Refusal, Reminders};
use crate::{CaseId, Context};

/// Reminds those who direct and hold these cases that work of theirs has become overdue, once for each day
/// (HANDBOOK §3, §5: feedback, contacts and agreements that were missed are overdue work). Of a day on which nothing
/// became overdue there is nothing to say.
#[derive(Clone, Debug)]
pub struct RemindOfOverdue {
    /// The last day on which any of it was due.
    pub until: NaiveDate,
    /// The cases, each once.
    pub cases: Vec<CaseId>,
}

impl RemindOfOverdue {
    pub(super) fn decide(self, reminders: &Reminders, _: &Context) -> Result<Vec<Event>, Refusal> {
        if self.cases.is_empty() || reminders.until.is_some_and(|until| until >= self.until) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::WorkBecameOverdue { until: self.until, cases: self.cases }])
    }
}
