//! Registering a request.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::region::OrganisationCode;
use crate::subject_request::state::due;
use crate::subject_request::{Event, Refusal, RequestKind, SubjectRequest};
use crate::{Context, PersonId};

/// Registers a request at the one contact point; it counts for all joint controllers, and is answered
/// within a month (NORMS §7).
#[derive(Clone, Debug)]
pub struct RegisterRequest {
    /// For what.
    pub kind: RequestKind,
    /// Who it is about, a registered person.
    pub person: PersonId,
    /// The day on which the House received it.
    pub received_on: NaiveDate,
    /// The joint controllers.
    pub controllers: BTreeSet<OrganisationCode>,
}

impl RegisterRequest {
    pub(super) fn decide(self, request: &SubjectRequest, context: &Context) -> Result<Vec<Event>, Refusal> {
        if request.known().is_some() {
            return Err(Refusal::RequestAlreadyRegistered);
        }
        if context.person.is_none() {
            return Err(Refusal::SubjectUnknown);
        }
        if self.received_on > context.today {
            return Err(Refusal::ReceivedInTheFuture);
        }
        if self.controllers.is_empty() {
            return Err(Refusal::ControllersMissing);
        }
        Ok(vec![Event::RequestRegistered {
            kind: self.kind,
            person: self.person,
            received_on: self.received_on,
            due_on: due(self.received_on),
            controllers: self.controllers,
        }])
    }
}
