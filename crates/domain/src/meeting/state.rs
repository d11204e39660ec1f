//! A meeting as it stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::meeting::{Event, Refusal};
use crate::region::{MeetingTypeCode, MunicipalityCode, SubregionCode};
use crate::{Account, MeetingFacts, Professional};

codes! {
    /// Where a meeting stands.
    pub enum MeetingState {
        /// Still to come.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

/// The state of a meeting's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Meeting {
    /// Nothing was planned.
    #[default]
    Unplanned,
    /// There is a meeting.
    Known(Box<Logistics>),
}

/// Type, day, chair, state, and who signed for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logistics {
    /// Its type.
    pub meeting_type: MeetingTypeCode,
    /// The subregion whose theme table it is.
    pub subregion: Option<SubregionCode>,
    /// The municipality whose list it works through.
    pub municipality: Option<MunicipalityCode>,
    /// The day.
    pub date: NaiveDate,
    /// Who chairs it.
    pub chair: Professional,
    /// Where it stands.
    pub state: MeetingState,
    /// Who signed a statement of non-disclosure for it (HANDBOOK §1, incidental participant).
    pub signed: BTreeMap<Account, Professional>,
}

impl Logistics {
    /// Whether it took place, or its day has passed.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.state == MeetingState::Held || self.date < today
    }
}

impl Meeting {
    /// The meeting, if there is one.
    pub fn known(&self) -> Option<&Logistics> {
        match self {
            Self::Unplanned => None,
            Self::Known(logistics) => Some(logistics),
        }
    }

    /// What other streams may know of it.
    pub fn facts(&self) -> Option<MeetingFacts> {
        self.known().map(|meeting| MeetingFacts {
            meeting_type: meeting.meeting_type.clone(),
            subregion: meeting.subregion.clone(),
            municipality: meeting.municipality.clone(),
            state: meeting.state,
            chair: meeting.chair.clone(),
        })
    }

    pub(super) fn still_to_come(&self) -> Result<&Logistics, Refusal> {
        let meeting = self.known().ok_or(Refusal::MeetingUnknown)?;
        match meeting.state {
            MeetingState::Planned => Ok(meeting),
            MeetingState::Held => Err(Refusal::MeetingAlreadyHeld),
            MeetingState::Cancelled => Err(Refusal::MeetingCalledOff),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        if let Event::MeetingPlanned { meeting_type, subregion, municipality, date, chair } = event {
            *self = Self::Known(Box::new(Logistics {
                meeting_type,
                subregion,
                municipality,
                date,
                chair,
                state: MeetingState::Planned,
                signed: BTreeMap::new(),
            }));
            return;
        }
        let Self::Known(meeting) = self else { return };
        match event {
            Event::MeetingPlanned { .. } => {}
            Event::MeetingMoved { date } => meeting.date = date,
            Event::ChairAppointed { chair } => meeting.chair = chair,
            Event::MeetingHeld {} => meeting.state = MeetingState::Held,
            Event::MeetingCancelled { .. } => meeting.state = MeetingState::Cancelled,
            Event::NonDisclosureSigned { participant } => {
                meeting.signed.insert(participant.account.clone(), participant);
            }
        }
    }
}
