//! Extending the term.

use crate::personal::Personal;
use crate::subject_request::state::due_when_extended;
use crate::subject_request::{Event, Refusal, SubjectRequest};
use crate::{Context, Text};

/// Takes two further months, once, with the reason; the data subject hears of it within the first month
/// (GDPR art. 12(3)).
#[derive(Clone, Debug)]
pub struct ExtendRequest {
    /// Why.
    pub reason: Text,
}

impl ExtendRequest {
    pub(super) fn decide(self, request: &SubjectRequest, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = request.open()?;
        if known.decision.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        if known.extension.is_some() {
            return Err(Refusal::AlreadyExtended);
        }
        if context.today > known.due_on {
            return Err(Refusal::ExtensionTooLate);
        }
        Ok(vec![Event::RequestExtended {
            due_on: due_when_extended(known.received_on),
            reason: Personal::of_stream(self.reason),
        }])
    }
}
