//! What can have happened to a meeting.

use chrono::NaiveDate;

use crate::event_kind::events;
use crate::personal::Personal;
use crate::region::{MeetingTypeCode, MunicipalityCode, SubregionCode};
use crate::{Professional, Text};

events! {
    /// Everything that can have happened to a meeting.
    pub enum Event of "Meeting" {
        /// The meeting was planned.
        MeetingPlanned v "2" {
            /// Its type.
            meeting_type: MeetingTypeCode,
            /// The subregion whose theme table it is, if it is one's.
            subregion: Option<SubregionCode>,
            /// The municipality whose list it works through, if it does so.
            municipality: Option<MunicipalityCode>,
            /// The day.
            date: NaiveDate,
            /// Who chairs it.
            chair: Professional,
        }
        /// It was moved to another day.
        MeetingMoved v "1" {
            /// The new day.
            date: NaiveDate,
        }
        /// Somebody else chairs it.
        ChairAppointed v "1" {
            /// Who.
            chair: Professional,
        }
        /// It took place.
        MeetingHeld v "1" {}
        /// It was called off.
        MeetingCancelled v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// Somebody signed a statement of non-disclosure for it (geheimhoudingsverklaring).
        NonDisclosureSigned v "1" {
            /// Who.
            participant: Professional,
        }
    }
}
