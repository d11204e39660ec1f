//! A request as it stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::months_after;
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::subject_request::{ControllerState, Event, Refusal, RequestKind, RequestOutcome};
use crate::{PersonId, Text};

/// The state of a request's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum SubjectRequest {
    /// Nothing was registered.
    #[default]
    Unregistered,
    /// There is a request.
    Known(Box<Known>),
}

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// For what.
    pub kind: RequestKind,
    /// Who it is about.
    pub person: PersonId,
    /// The day on which the House received it.
    pub received_on: NaiveDate,
    /// The day by which it is answered.
    pub due_on: NaiveDate,
    /// Why the term was extended, if it was.
    pub extension: Option<Extension>,
    /// Where it stands with each controller.
    pub controllers: BTreeMap<OrganisationCode, ControllerState>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// When it was answered and carried out.
    pub completed_on: Option<NaiveDate>,
}

/// An extension of the term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// Why.
    pub reason: Personal<Text>,
}

/// A decision on a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// When.
    pub on: NaiveDate,
    /// What.
    pub outcome: RequestOutcome,
    /// Why.
    pub reason: Personal<Text>,
}

/// The day by which a request is answered: a month after it was received (GDPR art. 12(3)).
pub(super) fn due(received_on: NaiveDate) -> NaiveDate {
    months_after(received_on, 1)
}

/// The same with the two further months, counted from the same day (GDPR art. 12(3)).
pub(super) fn due_when_extended(received_on: NaiveDate) -> NaiveDate {
    months_after(received_on, 1 + 2)
}

impl SubjectRequest {
    /// The request, if there is one.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Self::Unregistered => None,
            Self::Known(known) => Some(known),
        }
    }

    /// The request, unless it was completed.
    pub(super) fn open(&self) -> Result<&Known, Refusal> {
        let known = self.known().ok_or(Refusal::RequestUnknown)?;
        match known.completed_on {
            Some(_) => Err(Refusal::RequestCompleted),
            None => Ok(known),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        if let Event::RequestRegistered { kind, person, received_on, due_on, controllers } = event {
            *self = Self::Known(Box::new(Known {
                kind,
                person,
                received_on,
                due_on,
                extension: None,
                controllers: controllers.into_iter().map(|code| (code, ControllerState::Open)).collect(),
                decision: None,
                completed_on: None,
            }));
            return;
        }
        let Self::Known(known) = self else { return };
        match event {
            Event::RequestRegistered { .. } => {}
            Event::ControllerStateRecorded { controller, state } => {
                known.controllers.insert(controller, state);
            }
            Event::RequestExtended { due_on, reason } => {
                known.due_on = due_on;
                known.extension = Some(Extension { reason });
            }
            Event::RequestDecided { on, outcome, reason } => {
                known.decision = Some(Decision { on, outcome, reason });
            }
            Event::RequestCompleted { on } => known.completed_on = Some(on),
        }
    }
}
