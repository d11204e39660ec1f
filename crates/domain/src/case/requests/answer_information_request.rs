//! Answering.

use crate::case::{Case, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, InformationRequestId, Text};

/// Answers a request: whether the person is known there. What is known is shared item by item.
#[derive(Clone, Debug)]
pub struct AnswerInformationRequest {
    /// Which request.
    pub request: InformationRequestId,
    /// Whether the person is known to the partner.
    pub known: bool,
    /// Anything to add for the House.
    pub note: Option<Text>,
}

impl AnswerInformationRequest {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let request = case.open_request(self.request)?;
        if !request.is_to(&context.actor, &context.organisation) && !context.is_the_house() {
            return Err(Refusal::NotTheAddressee);
        }
        let note = self.note.map(Personal::of_stream);
        Ok(vec![Event::InformationAnswered { request: self.request, known: self.known, note }])
    }
}
