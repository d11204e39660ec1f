//! One more case behind it.

use crate::bottleneck::{Bottleneck, Event, Refusal};
use crate::{CaseId, Context};

/// Adds a case in which the bottleneck stood in the way, whether it is still handled or not; it counts once.
/// Cases that no other stream may know of cannot be counted, nor told from those that are not there (HANDBOOK
/// §4, §7).
#[derive(Clone, Debug)]
pub struct AddCaseToBottleneck {
    /// Which.
    pub case: CaseId,
}

impl AddCaseToBottleneck {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = bottleneck.open()?;
        if context.case.is_none() {
            return Err(Refusal::CaseToCountUnknown);
        }
        if known.cases.contains(&self.case) {
            return Err(Refusal::CaseAlreadyCounted);
        }
        Ok(vec![Event::CaseAdded { case: self.case }])
    }
}
