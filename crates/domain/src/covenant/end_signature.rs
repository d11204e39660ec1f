//! The end of a signature.

use chrono::NaiveDate;

use crate::Context;
use crate::calendar::day_before;
use crate::covenant::{Covenant, Event, Refusal};
use crate::region::OrganisationCode;

/// Ends a partner's signature, and its admission: to come back it is admitted again. An end that was
/// announced can come sooner, never later: that is a signature anew.
#[derive(Clone, Debug)]
pub struct EndSignature {
    /// Which partner.
    pub organisation: OrganisationCode,
    /// The last day; when left out it ends at once. No day that has passed: what was lawful stays so.
    pub until: Option<NaiveDate>,
}

impl EndSignature {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let terms = covenant.in_force(context.today)?;
        if self.until.is_some_and(|until| until < context.today) {
            return Err(Refusal::PeriodNotInOrder);
        }
        let until = self.until.unwrap_or_else(|| day_before(context.today));
        if !terms.is_signed_beyond(&self.organisation, until) {
            return Err(Refusal::NotSigned);
        }
        Ok(vec![Event::SignatureEnded { organisation: self.organisation, until }])
    }
}
