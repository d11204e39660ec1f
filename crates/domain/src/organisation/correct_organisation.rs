//! Correcting what is known of an organisation.

use crate::organisation::{Chain, Event, Oin, Organisation, Refusal};
use crate::{Context, Text};

/// Corrects name, chain and number. Its kind stays: another kind is another footing, and begins with
/// leaving.
#[derive(Clone, Debug)]
pub struct CorrectOrganisation {
    /// Its name.
    pub name: Text,
    /// The chain that it belongs to.
    pub chain: Chain,
    /// Its number.
    pub oin: Option<Oin>,
}

impl CorrectOrganisation {
    pub(super) fn decide(self, organisation: &Organisation, _: &Context) -> Result<Vec<Event>, Refusal> {
        organisation.present()?;
        Ok(vec![Event::OrganisationCorrected { name: self.name, chain: self.chain, oin: self.oin }])
    }
}
