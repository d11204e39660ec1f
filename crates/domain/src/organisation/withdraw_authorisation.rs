//! Withdrawing an authorisation.

use crate::organisation::{Event, Organisation, Refusal};
use crate::{Account, Context};

/// Ends what somebody may do for the organisation, at once.
#[derive(Clone, Debug)]
pub struct WithdrawAuthorisation {
    /// Whose.
    pub account: Account,
}

impl WithdrawAuthorisation {
    pub(super) fn decide(self, organisation: &Organisation, _: &Context) -> Result<Vec<Event>, Refusal> {
        organisation.present()?.knows(&self.account)?;
        Ok(vec![Event::AuthorisationWithdrawn { account: self.account }])
    }
}
