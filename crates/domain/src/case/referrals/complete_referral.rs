//! Saying that what was referred is done.

use crate::case::{Case, Event, ReferralState, Refusal};
use crate::{Context, ReferralId};

/// Says that what was taken up is done; the receiver is involved no more.
#[derive(Clone, Debug)]
pub struct CompleteReferral {
    /// Which referral.
    pub referral: ReferralId,
}

impl CompleteReferral {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        match case.received_referral(self.referral, context)?.state {
            ReferralState::Accepted => Ok(vec![Event::ReferralCompleted { referral: self.referral }]),
            _ => Err(Refusal::ReferralNotAccepted),
        }
    }
}
