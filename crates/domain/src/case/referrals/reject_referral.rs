//! Not taking a referral up.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, ReferralId, Text};

/// Does not take up what was offered, and says why; the receiver is involved no more.
#[derive(Clone, Debug)]
pub struct RejectReferral {
    /// Which referral.
    pub referral: ReferralId,
    /// Why.
    pub reason: Text,
}

impl RejectReferral {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        case.offered_referral(self.referral, context)?;
        let reason = Personal::of_stream(self.reason);
        Ok(vec![Event::ReferralRejected { referral: self.referral, reason }])
    }
}
