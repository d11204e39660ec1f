//! Keeping a closed case longer.

use chrono::NaiveDate;

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Account, Context, Text};

/// Keeps a closed case longer than its term: only with a reason, a decider and a new end (NORMS §7).
#[derive(Clone, Debug)]
pub struct ExtendRetention {
    /// The new end.
    pub until: NaiveDate,
    /// Why.
    pub reason: Text,
    /// Who decided so.
    pub decider: Account,
}

impl ExtendRetention {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let end = case.kept()?.retained_until(&context.region).ok_or(Refusal::CaseNotClosed)?;
        if self.until <= end || self.until <= context.today {
            return Err(Refusal::EndNotLater);
        }
        let reason = Personal::of_stream(self.reason);
        Ok(vec![Event::RetentionExtended { until: self.until, reason, decider: self.decider }])
    }
}
