//! Letting a partner in.

use chrono::NaiveDate;

use crate::Context;
use crate::covenant::adopt_covenant::decided;
use crate::covenant::{Covenant, Event, Refusal};
use crate::region::OrganisationCode;

/// Registers the steering group's decision that a partner may sign (HANDBOOK §1).
#[derive(Clone, Debug)]
pub struct AdmitPartner {
    /// Which partner.
    pub organisation: OrganisationCode,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

impl AdmitPartner {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let terms = covenant.in_force(context.today)?;
        decided(self.decided_on, context)?;
        if terms.admitted.contains(&self.organisation) {
            return Err(Refusal::AlreadyAdmitted);
        }
        Ok(vec![Event::PartnerAdmitted { organisation: self.organisation, decided_on: self.decided_on }])
    }
}
