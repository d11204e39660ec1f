//! Looking again at an authorisation.

use chrono::NaiveDate;

use crate::organisation::authorise_professional::within_a_year;
use crate::organisation::{Event, Organisation, Refusal};
use crate::{Account, Context};

/// Records that somebody still needs to act for the organisation, until another day: nobody stays
/// authorised because nobody looked.
#[derive(Clone, Debug)]
pub struct ReviewAuthorisation {
    /// Whose.
    pub account: Account,
    /// The new last day: at most a year ahead.
    pub until: NaiveDate,
}

impl ReviewAuthorisation {
    pub(super) fn decide(
        self,
        organisation: &Organisation,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let authorisation = organisation.present()?.knows(&self.account)?;
        within_a_year(self.until, context.today)?;
        if self.until < authorisation.from {
            return Err(Refusal::PeriodNotInOrder);
        }
        Ok(vec![Event::AuthorisationReviewed { account: self.account, until: self.until }])
    }
}
