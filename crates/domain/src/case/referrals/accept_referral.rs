//! Taking a referral up.

use crate::case::{Case, Event, Refusal};
use crate::{Context, ReferralId};

/// Takes up what was offered: the receiver is directly involved from then on (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct AcceptReferral {
    /// Which referral.
    pub referral: ReferralId,
}

impl AcceptReferral {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        case.offered_referral(self.referral, context)?;
        Ok(vec![Event::ReferralAccepted { referral: self.referral }])
    }
}
