//! The next version of a covenant.

use chrono::NaiveDate;

use crate::Context;
use crate::covenant::adopt_covenant::{fit, holds_from_now};
use crate::covenant::{Annex, Covenant, Event, Period, Refusal};

/// Registers the next version; the one before holds until the day before, and what was lawful under it
/// stays so (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct RenewCovenant {
    /// From this day on: later than the version before began, and not in the past.
    pub valid_from: NaiveDate,
    /// Until and including this day, if it ends by itself.
    pub valid_until: Option<NaiveDate>,
    /// What may be shared on which ground.
    pub annexes: Vec<Annex>,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

impl RenewCovenant {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { valid_from, valid_until, annexes, decided_on } = self;
        let newest = covenant.in_force(context.today)?.newest().ok_or(Refusal::CovenantUnknown)?;
        holds_from_now(Period { from: valid_from, until: valid_until }, decided_on, context)?;
        fit(&annexes, context)?;
        if valid_from <= newest.valid.from {
            return Err(Refusal::PeriodNotInOrder);
        }
        let version = newest.number.version + 1;
        Ok(vec![Event::CovenantRenewed { version, valid_from, valid_until, annexes, decided_on }])
    }
}
