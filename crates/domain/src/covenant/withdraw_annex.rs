//! Withdrawing an annex.

use chrono::NaiveDate;

use crate::Context;
use crate::covenant::adopt_covenant::decided;
use crate::covenant::{Covenant, Event, Ground, Refusal};

/// Ends sharing on a ground at once, in the version in force and in those to come.
#[derive(Clone, Debug)]
pub struct WithdrawAnnex {
    /// On which ground.
    pub ground: Ground,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

impl WithdrawAnnex {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let versions = covenant.in_force(context.today)?.still_to_hold(context.today);
        decided(self.decided_on, context)?;
        let mut annexes = versions.iter().flat_map(|version| &version.annexes);
        if !annexes.any(|annex| annex.ground == self.ground) {
            return Err(Refusal::NothingToAmend);
        }
        let Self { ground, decided_on } = self;
        Ok(vec![Event::AnnexWithdrawn { on: context.today, ground, decided_on }])
    }
}
