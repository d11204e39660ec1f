//! Replacing the case holder.

use crate::case::{Case, Event, Refusal};
use crate::{Context, Professional};

/// Appoints another professional as the one case holder of the plan in force (HANDBOOK §1).
/// Results are the case holder's own judgement (HANDBOOK §5): the successor judges anew.
#[derive(Clone, Debug)]
pub struct ReplaceCaseHolder {
    /// Who.
    pub case_holder: Professional,
}

impl ReplaceCaseHolder {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.open()?.phase.direction().ok_or(Refusal::NoPlanInForce)?;
        if direction.case_holder == self.case_holder {
            return Err(Refusal::AlreadyCaseHolder);
        }
        Ok(vec![Event::CaseHolderReplaced { case_holder: self.case_holder }])
    }
}
