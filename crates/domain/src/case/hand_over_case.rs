//! Handing a case over to the House to whose region somebody moves.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Category, Context, HandoverId, Text};

/// Hands a case over to another Safety House, as when its subject moves: what that House needs to begin, and no
/// more. It closes nothing: closing has rules of its own (HANDBOOK §5), and the two Houses may work side by
/// side until then.
#[derive(Clone, Debug)]
pub struct HandOverCase {
    /// Identity within the case, new.
    pub handover: HandoverId,
    /// To which House.
    pub house: OrganisationCode,
    /// Why.
    pub reason: Text,
    /// What goes over, as the process director decides: one of [`HandOverCase::CATEGORIES`] at least.
    pub categories: BTreeSet<Category>,
    /// Whether the client was told.
    pub client_told: bool,
}

/// What went over to another House.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// Identity within the case.
    pub id: HandoverId,
    /// The day.
    pub on: NaiveDate,
    /// To which House.
    pub house: OrganisationCode,
    /// Why.
    pub reason: Personal<Text>,
    /// What goes over.
    pub categories: BTreeSet<Category>,
    /// Whether the client was told.
    pub client_told: bool,
}

impl HandOverCase {
    /// What the House itself can give: who the case is about, and the plan. What partners shared is theirs to
    /// share, with whomever they decide to (HANDBOOK §9); and an advice for ZSM is for the ZSM of this region,
    /// and ends with the case (§8), which a copy elsewhere would not.
    pub const CATEGORIES: [Category; 2] = [Category::Identity, Category::Plan];

    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { handover, house, reason, categories, client_told } = self;
        let file = case.open()?;
        if file.shielded.is_some() {
            return Err(Refusal::CaseShielded);
        }
        if context.region.other_house(&house).is_none() {
            return Err(Refusal::OtherHouseUnknown);
        }
        if categories.is_empty() {
            return Err(Refusal::NothingToHandOver);
        }
        if !categories.iter().all(|category| Self::CATEGORIES.contains(category)) {
            return Err(Refusal::CategoryStaysHere);
        }
        if !categories.is_subset(&context.shareable) {
            return Err(Refusal::CategoryNotInAnnex);
        }
        let reason = Personal::of_stream(reason);
        Ok(vec![Event::CaseHandedOver {
            handover,
            on: context.today,
            house,
            reason,
            categories,
            client_told,
        }])
    }
}
