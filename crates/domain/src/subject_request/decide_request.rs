//! Deciding on a request.

use crate::personal::Personal;
use crate::subject_request::{Event, Refusal, RequestOutcome, SubjectRequest};
use crate::{Context, Text};

/// Decides on the request, with the reason; also after its term, for late is better than never.
#[derive(Clone, Debug)]
pub struct DecideRequest {
    /// What.
    pub outcome: RequestOutcome,
    /// Why.
    pub reason: Text,
}

impl DecideRequest {
    pub(super) fn decide(self, request: &SubjectRequest, context: &Context) -> Result<Vec<Event>, Refusal> {
        if request.open()?.decision.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        Ok(vec![Event::RequestDecided {
            on: context.today,
            outcome: self.outcome,
            reason: Personal::of_stream(self.reason),
        }])
    }
}
