//! Signing.

use chrono::NaiveDate;

use crate::Context;
use crate::covenant::{Covenant, Event, Refusal};
use crate::region::OrganisationCode;

/// Registers the signature of a partner that was admitted: before it, the partner sees nothing (HANDBOOK
/// §9).
#[derive(Clone, Debug)]
pub struct SignCovenant {
    /// Which partner.
    pub organisation: OrganisationCode,
    /// From this day on: never a day that has passed, nor one before the covenant begins; the first such
    /// day when left out.
    pub from: Option<NaiveDate>,
}

impl SignCovenant {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let terms = covenant.in_force(context.today)?;
        let first = terms.begins().map_or(context.today, |begins| begins.max(context.today));
        let from = self.from.unwrap_or(first);
        if !terms.admitted.contains(&self.organisation) {
            return Err(Refusal::NotAdmitted);
        }
        if terms.running_signature(&self.organisation).is_some() {
            return Err(Refusal::AlreadySigned);
        }
        if from < first {
            return Err(Refusal::PeriodNotInOrder);
        }
        Ok(vec![Event::CovenantSigned { organisation: self.organisation, from }])
    }
}
