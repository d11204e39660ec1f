//! Ending a case's data.

use crate::Context;
use crate::case::{Case, ErasureGround, Event, Refusal};

/// Erases a closed case: its term has passed, or the subject's request was granted (HANDBOOK §9). The
/// event stands first; the keys are destroyed after it.
#[derive(Clone, Debug)]
pub struct EraseCase {
    /// On what ground.
    pub ground: ErasureGround,
}

impl EraseCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.kept()?;
        let end = file.retained_until(&context.region).ok_or(Refusal::CaseNotClosed)?;
        if file.marks.legal_hold {
            return Err(Refusal::LegalHoldInForce);
        }
        if matches!(self.ground, ErasureGround::RetentionExpired) && context.today < end {
            return Err(Refusal::TermNotPassed);
        }
        Ok(vec![Event::CaseErased { on: context.today, ground: self.ground }])
    }
}
