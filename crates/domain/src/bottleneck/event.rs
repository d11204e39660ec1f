//! What can have happened to a bottleneck.

use chrono::NaiveDate;

use crate::event_kind::events;
use crate::personal::Personal;
use crate::region::{BottleneckThemeCode, MeetingTypeCode};
use crate::{CaseId, Text};

events! {
    /// Everything that can have happened to a bottleneck.
    pub enum Event of "Bottleneck" {
        /// Somebody saw it.
        BottleneckRaised v "2" {
            /// The day.
            on: NaiveDate,
            /// Of which theme.
            theme: BottleneckThemeCode,
            /// What stands in the way. It should be about nobody, and is sealed as if it were.
            description: Personal<Text>,
            /// The kind of meeting that gives it as a signal for policy, if one does (HANDBOOK §4, Top60).
            from_meeting_type: Option<MeetingTypeCode>,
        }
        /// One more case is behind it.
        CaseAdded v "1" {
            /// Which.
            case: CaseId,
        }
        /// The steering group has it on its agenda.
        PutBeforeSteeringGroup v "1" {
            /// The day.
            on: NaiveDate,
        }
        /// The steering group dealt with it.
        BottleneckSettled v "1" {
            /// The day.
            on: NaiveDate,
            /// What came of it.
            outcome: Personal<Text>,
        }
        /// It is no bottleneck any more, or never was one.
        BottleneckDropped v "1" {
            /// The day.
            on: NaiveDate,
            /// Why.
            reason: Personal<Text>,
        }
    }
}
