//! Signing a statement of non-disclosure.

use crate::meeting::{Event, Meeting, Refusal};
use crate::{Context, Professional};

/// Signs a statement of non-disclosure for this one meeting, before it starts (HANDBOOK §1, incidental
/// participant): the person themself, or the House from paper. Whoever signs again for another organisation
/// is there for that one.
#[derive(Clone, Debug)]
pub struct SignNonDisclosure {
    /// Who.
    pub participant: Professional,
}

impl SignNonDisclosure {
    pub(super) fn decide(self, meeting: &Meeting, context: &Context) -> Result<Vec<Event>, Refusal> {
        let planned = meeting.still_to_come()?;
        if planned.is_over(context.today) {
            return Err(Refusal::MeetingInThePast);
        }
        let participant = self.participant;
        let themself =
            participant.account == context.actor && participant.organisation == context.organisation;
        if !themself && !context.is_the_house() {
            return Err(Refusal::NotTheSigner);
        }
        let signed = planned.signed.get(&participant.account);
        if signed.is_some_and(|known| known.organisation == participant.organisation) {
            return Err(Refusal::NonDisclosureAlreadySigned);
        }
        Ok(vec![Event::NonDisclosureSigned { participant }])
    }
}
