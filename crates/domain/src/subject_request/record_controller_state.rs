//! Recording where a controller stands.

use crate::Context;
use crate::region::OrganisationCode;
use crate::subject_request::{ControllerState, Event, Refusal, SubjectRequest};

/// Records where the request stands with one of the joint controllers (NORMS §7).
#[derive(Clone, Debug)]
pub struct RecordControllerState {
    /// Which one.
    pub controller: OrganisationCode,
    /// Where.
    pub state: ControllerState,
}

impl RecordControllerState {
    pub(super) fn decide(self, request: &SubjectRequest, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !request.open()?.controllers.contains_key(&self.controller) {
            return Err(Refusal::ControllerUnknown);
        }
        Ok(vec![Event::ControllerStateRecorded { controller: self.controller, state: self.state }])
    }
}
