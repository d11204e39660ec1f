//! Amending an annex.

use chrono::NaiveDate;

use crate::Context;
use crate::covenant::adopt_covenant::{decided, fits};
use crate::covenant::{Annex, Covenant, Event, Refusal};

/// Changes what may be shared on a ground, or adds it, at once: in the version in force and in those to come.
#[derive(Clone, Debug)]
pub struct AmendAnnex {
    /// What it says now.
    pub annex: Annex,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

impl AmendAnnex {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let versions = covenant.in_force(context.today)?.still_to_hold(context.today);
        decided(self.decided_on, context)?;
        fits(&self.annex, context)?;
        if versions.iter().all(|version| version.annexes.contains(&self.annex)) {
            return Err(Refusal::NothingToAmend);
        }
        let Self { annex, decided_on } = self;
        Ok(vec![Event::AnnexAmended { on: context.today, annex, decided_on }])
    }
}
