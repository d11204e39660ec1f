//! Referrals: one organisation offers a case to another. None hands a case over to the House (HANDBOOK,
//! introduction).

mod accept_referral;
mod complete_referral;
mod offer_referral;
mod reject_referral;
mod revoke_referral;

use serde::{Deserialize, Serialize};

pub use accept_referral::AcceptReferral;
pub use complete_referral::CompleteReferral;
pub use offer_referral::OfferReferral;
pub use reject_referral::RejectReferral;
pub use revoke_referral::RevokeReferral;

use crate::case::{Case, Refusal};
use crate::code::codes;
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Context, ReferralId, Text};

codes! {
    /// Where a referral stands.
    pub enum ReferralState {
        /// The receiver has yet to answer.
        Offered = "offered",
        /// The receiver has taken it up.
        Accepted = "accepted",
        /// The receiver has not taken it up.
        Rejected = "rejected",
        /// What was asked is done.
        Done = "done",
        /// It is not asked any more.
        Revoked = "revoked",
    }
}

/// A referral (verwijzing).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Referral {
    /// Identity within the case.
    pub id: ReferralId,
    /// Which organisation offers it.
    pub from: OrganisationCode,
    /// Which organisation is to take it up.
    pub to: OrganisationCode,
    /// What is asked.
    pub question: Personal<Text>,
    /// Where it stands.
    pub state: ReferralState,
    /// Why it was rejected or revoked.
    pub reason: Option<Personal<Text>>,
}

impl Referral {
    /// Whether it was neither rejected, done nor revoked.
    pub fn is_running(&self) -> bool {
        matches!(self.state, ReferralState::Offered | ReferralState::Accepted)
    }

    /// Whether this organisation is one of the two that it is between.
    pub fn concerns(&self, organisation: &OrganisationCode) -> bool {
        self.from == *organisation || self.to == *organisation
    }
}

impl Case {
    fn referral(&self, id: ReferralId) -> Result<&Referral, Refusal> {
        self.open()?.referrals.get(&id).ok_or(Refusal::ReferralUnknown)
    }

    /// A referral, for a command of its receiver, or of the House on the receiver's behalf.
    fn received_referral(&self, id: ReferralId, context: &Context) -> Result<&Referral, Refusal> {
        let referral = self.referral(id)?;
        if context.acts_for(&referral.to) { Ok(referral) } else { Err(Refusal::NotTheReceiver) }
    }

    /// A referral that its receiver has yet to answer.
    fn offered_referral(&self, id: ReferralId, context: &Context) -> Result<&Referral, Refusal> {
        let referral = self.received_referral(id, context)?;
        match referral.state {
            ReferralState::Offered => Ok(referral),
            _ => Err(Refusal::ReferralNotOpen),
        }
    }
}
