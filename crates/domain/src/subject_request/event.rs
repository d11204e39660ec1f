//! What can have happened to a request.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::event_kind::events;
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{PersonId, Text};

codes! {
    /// What a data subject asks for (GDPR art. 15–18 and 21).
    pub enum RequestKind {
        /// Inzage.
        Access = "access",
        /// Rectificatie.
        Rectification = "rectification",
        /// Wissen.
        Erasure = "erasure",
        /// Beperking.
        Restriction = "restriction",
        /// Bezwaar.
        Objection = "objection",
    }
}

codes! {
    /// What was decided.
    pub enum RequestOutcome {
        /// Toegewezen.
        Granted = "granted",
        /// Deels toegewezen.
        PartlyGranted = "partly_granted",
        /// Afgewezen.
        Refused = "refused",
    }
}

codes! {
    /// Where the request stands with one controller.
    pub enum ControllerStateCode {
        /// Open.
        Open = "open",
        /// Gereed.
        Done = "done",
        /// Geweigerd.
        Refused = "refused",
    }
}

/// Where the request stands with one of the joint controllers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ControllerState {
    /// Still to be done.
    Open,
    /// Done.
    Done,
    /// Refused.
    Refused {
        /// Why.
        reason: Personal<Text>,
    },
}

impl ControllerState {
    /// Its code.
    pub fn code(&self) -> ControllerStateCode {
        match self {
            Self::Open => ControllerStateCode::Open,
            Self::Done => ControllerStateCode::Done,
            Self::Refused { .. } => ControllerStateCode::Refused,
        }
    }
}

events! {
    /// Everything that can have happened to a request.
    pub enum Event of "SubjectRequest" {
        /// A data subject made a request.
        RequestRegistered v "1" {
            /// For what.
            kind: RequestKind,
            /// Who it is about.
            person: PersonId,
            /// The day on which the House received it.
            received_on: NaiveDate,
            /// The day by which it is answered.
            due_on: NaiveDate,
            /// The joint controllers, for all of whom it counts.
            controllers: BTreeSet<OrganisationCode>,
        }
        /// A controller said where it stands.
        ControllerStateRecorded v "1" {
            /// Which one.
            controller: OrganisationCode,
            /// Where.
            state: ControllerState,
        }
        /// The term was extended.
        RequestExtended v "1" {
            /// The day by which it is answered now.
            due_on: NaiveDate,
            /// Why.
            reason: Personal<Text>,
        }
        /// The request was decided on.
        RequestDecided v "1" {
            /// When.
            on: NaiveDate,
            /// What.
            outcome: RequestOutcome,
            /// Why.
            reason: Personal<Text>,
        }
        /// It was answered and carried out.
        RequestCompleted v "1" {
            /// When.
            on: NaiveDate,
        }
    }
}
