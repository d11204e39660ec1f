//! Linking a report to an active case.

use crate::case::{Case, Event, Refusal};
use crate::{CaseId, Context};

/// Links a new report to the active case of the same subject, wherever the report's own open case
/// stands; the active case's holder is told (HANDBOOK §2).
#[derive(Clone, Debug)]
pub struct LinkReport {
    /// The case that the report is on.
    pub report: CaseId,
    /// The active case.
    pub active_case: CaseId,
}

impl LinkReport {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if self.report == self.active_case {
            return Err(Refusal::LinkedToItself);
        }
        if file.linked_to.contains_key(&self.active_case) {
            return Err(Refusal::AlreadyLinked);
        }
        if !context.active_cases.contains(&self.active_case) {
            return Err(Refusal::LinkedCaseNotActive);
        }
        Ok(vec![Event::ReportLinked { active_case: self.active_case }])
    }
}
