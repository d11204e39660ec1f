//! Leaving.

use crate::Context;
use crate::organisation::{Event, Organisation, PartnerKind, Refusal};

/// The organisation leaves, and everybody's authorisation to act for it ends at once.
#[derive(Clone, Debug)]
pub struct ExitOrganisation;

impl ExitOrganisation {
    pub(super) fn decide(
        self,
        organisation: &Organisation,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        if organisation.present()?.kind == PartnerKind::House {
            return Err(Refusal::OneHouse);
        }
        Ok(vec![Event::OrganisationExited { on: context.today }])
    }
}
