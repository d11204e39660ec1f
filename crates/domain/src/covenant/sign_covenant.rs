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
    /// From this day on; today when left out, and never a day that has passed.
    pub from: Option<NaiveDate>,
}

impl SignCovenant {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let terms = covenant.in_force()?;
        let from = self.from.unwrap_or(context.today);
        if !terms.admitted.contains(&self.organisation) {
            return Err(Refusal::NotAdmitted);
        }
        if terms.running_signature(&self.organisation).is_some() {
            return Err(Refusal::AlreadySigned);
        }
        if from < context.today {
            return Err(Refusal::PeriodNotInOrder);
        }
        Ok(vec![Event::CovenantSigned { organisation: self.organisation, from }])
    }
}
