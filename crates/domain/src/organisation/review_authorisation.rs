//! Looking again at an authorisation.

use chrono::NaiveDate;

use crate::organisation::authorise_professional::within_a_year;
use crate::organisation::{Event, Organisation, Refusal};
use crate::{Account, Context, Role};

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
        let register = organisation.present()?;
        let authorisation = register.knows(&self.account)?;
        within_a_year(self.until, context.today)?;
        if self.until < authorisation.from {
            return Err(Refusal::PeriodNotInOrder);
        }
        if authorisation.roles.contains(&Role::MunicipalContact) {
            let from = authorisation.from.max(context.today);
            register.has_room_for_contact(&self.account, from, self.until)?;
        }
        Ok(vec![Event::AuthorisationReviewed { account: self.account, until: self.until }])
    }
}
