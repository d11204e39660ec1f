//! Taking information back.

use crate::case::{Case, Event, Refusal};
use crate::{Context, InformationId};

/// Takes an item back: it was wrong, or need not have been shared. Nobody sees it from then on.
#[derive(Clone, Debug)]
pub struct RetractInformation {
    /// Which item.
    pub item: InformationId,
}

impl RetractInformation {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        case.own_item(self.item, context)?;
        Ok(vec![Event::InformationRetracted { item: self.item }])
    }
}
