//! Offering a referral.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Context, ReferralId, Text};

/// Offers the case to another organisation. As long as that has not accepted, it hears the question and no
/// more (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct OfferReferral {
    /// Identity within the case, new.
    pub referral: ReferralId,
    /// Who offers it; the caller's organisation, unless the House writes down what a partner offers.
    pub from: OrganisationCode,
    /// Who is to take it up.
    pub to: OrganisationCode,
    /// What is asked.
    pub question: Text,
}

impl OfferReferral {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { referral, from, to, question } = self;
        let file = case.open()?;
        if !context.acts_for(&from) {
            return Err(Refusal::NotTheReferrer);
        }
        if from == to {
            return Err(Refusal::ReferredToItself);
        }
        if to == context.region.house.organisation {
            return Err(Refusal::ReferredToTheHouse);
        }
        if file.referrals.values().any(|known| known.is_running() && known.to == to) {
            return Err(Refusal::AlreadyReferred);
        }
        Ok(vec![Event::ReferralOffered { referral, from, to, question: Personal::of_stream(question) }])
    }
}
