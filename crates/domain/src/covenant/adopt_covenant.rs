//! Adopting a covenant.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::covenant::{Annex, Covenant, Event, Ground, Period, Refusal};
use crate::{Context, Text};

/// Registers the covenant that the steering group adopted (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct AdoptCovenant {
    /// Its name.
    pub title: Text,
    /// From this day on; not in the past, or something would be made lawful afterwards.
    pub valid_from: NaiveDate,
    /// Until and including this day, if it ends by itself.
    pub valid_until: Option<NaiveDate>,
    /// What may be shared on which ground.
    pub annexes: Vec<Annex>,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

impl AdoptCovenant {
    pub(super) fn decide(self, covenant: &Covenant, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { title, valid_from, valid_until, annexes, decided_on } = self;
        if covenant.known().is_some() {
            return Err(Refusal::CovenantAlreadyAdopted);
        }
        holds_from_now(Period { from: valid_from, until: valid_until }, decided_on, context)?;
        fit(&annexes, context)?;
        Ok(vec![Event::CovenantAdopted { title, valid_from, valid_until, annexes, decided_on }])
    }
}

/// Nothing is made lawful afterwards, and nothing was decided in the future.
pub(super) fn holds_from_now(
    period: Period,
    decided_on: NaiveDate,
    context: &Context,
) -> Result<(), Refusal> {
    decided(decided_on, context)?;
    if period.from < context.today || !period.is_in_order() {
        return Err(Refusal::PeriodNotInOrder);
    }
    Ok(())
}

/// Nothing was decided in the future.
pub(super) fn decided(on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if on > context.today { Err(Refusal::DecidedInTheFuture) } else { Ok(()) }
}

/// There is an annex at least, each on a ground of its own that the region knows.
pub(super) fn fit(annexes: &[Annex], context: &Context) -> Result<(), Refusal> {
    if annexes.is_empty() {
        return Err(Refusal::AnnexesMissing);
    }
    let mut grounds = BTreeSet::new();
    for annex in annexes {
        fits(annex, context)?;
        if !grounds.insert(&annex.ground) {
            return Err(Refusal::GroundTwice);
        }
    }
    Ok(())
}

/// Its ground is one that the region knows, and it allows something to somebody.
pub(super) fn fits(annex: &Annex, context: &Context) -> Result<(), Refusal> {
    if let Ground::MeetingType(code) = &annex.ground
        && context.region.meeting_type(code).is_none()
    {
        return Err(Refusal::GroundUnknown);
    }
    match annex.categories().is_empty() {
        true => Err(Refusal::AnnexAllowsNothing),
        false => Ok(()),
    }
}
