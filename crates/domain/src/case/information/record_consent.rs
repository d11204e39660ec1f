//! The client's consent.

use crate::case::{Case, Consent, Event, Refusal};
use crate::{Context, InformationId};

/// Records that the client agrees to the sharing of an item, or does so no more (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct RecordConsent {
    /// Which item.
    pub item: InformationId,
    /// Whether the client agrees.
    pub given: bool,
}

impl RecordConsent {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let item = case.own_item(self.item, context)?;
        let consent = match (item.consent, self.given) {
            (Consent::NotNeeded, _) => return Err(Refusal::ConsentNotNeeded),
            (Consent::Given, true) | (Consent::Withdrawn, false) => {
                return Err(Refusal::ConsentAlreadyRecorded);
            }
            (Consent::Awaited | Consent::Withdrawn, true) => Consent::Given,
            (Consent::Awaited | Consent::Given, false) => Consent::Withdrawn,
        };
        Ok(vec![Event::ConsentRecorded { item: self.item, consent }])
    }
}
