//! Completing a request.

use crate::Context;
use crate::subject_request::{ControllerState, Event, Refusal, SubjectRequest};

/// Says that the request was answered and carried out, by all controllers (NORMS §7).
#[derive(Clone, Debug)]
pub struct CompleteRequest;

impl CompleteRequest {
    pub(super) fn decide(self, request: &SubjectRequest, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = request.open()?;
        if known.decision.is_none() {
            return Err(Refusal::NotDecided);
        }
        if known.controllers.values().any(|state| *state == ControllerState::Open) {
            return Err(Refusal::ControllerOpen);
        }
        Ok(vec![Event::RequestCompleted { on: context.today }])
    }
}
