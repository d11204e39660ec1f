//! Signing a statement of non-disclosure.

use crate::meeting::{Event, Meeting, Refusal};
use crate::{Context, Professional};

/// Signs a statement of non-disclosure for this one meeting, before it starts (HANDBOOK §1, incidental
/// participant): the person themself, or the House from paper.
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
        let themself = self.participant.account == context.actor
            && self.participant.organisation == context.organisation;
        if !themself && !context.is_the_house() {
            return Err(Refusal::NotTheSigner);
        }
        if planned.signed.contains_key(&self.participant.account) {
            return Err(Refusal::NonDisclosureAlreadySigned);
        }
        Ok(vec![Event::NonDisclosureSigned { participant: self.participant }])
    }
}
