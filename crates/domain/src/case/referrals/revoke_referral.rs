//! Revoking a referral.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, ReferralId, Text};

/// Revokes a referral that has not ended, for the organisation that offered it; the receiver is involved no
/// more.
#[derive(Clone, Debug)]
pub struct RevokeReferral {
    /// Which referral.
    pub referral: ReferralId,
    /// Why.
    pub reason: Text,
}

impl RevokeReferral {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let referral = case.referral(self.referral)?;
        if !context.acts_for(&referral.from) {
            return Err(Refusal::NotTheReferrer);
        }
        if !referral.is_running() {
            return Err(Refusal::ReferralEnded);
        }
        let reason = Personal::of_stream(self.reason);
        Ok(vec![Event::ReferralRevoked { referral: self.referral, reason }])
    }
}
