//! A meeting: logistics, and who signed for it. Its agenda is a view over the cases that are scheduled on it.

mod appoint_chair;
mod cancel_meeting;
mod event;
mod hold_meeting;
mod move_meeting;
mod plan_meeting;
mod sign_non_disclosure;
mod state;

pub use appoint_chair::AppointChair;
pub use cancel_meeting::CancelMeeting;
pub use event::Event;
pub use hold_meeting::HoldMeeting;
pub use move_meeting::MoveMeeting;
pub use plan_meeting::PlanMeeting;
pub use sign_non_disclosure::SignNonDisclosure;
pub use state::{Logistics, Meeting, MeetingState};

crate::event_kind::commands! {
    /// What can be asked of a meeting's stream.
    pub enum Command for Meeting {
        PlanMeeting, MoveMeeting, AppointChair, HoldMeeting, CancelMeeting, SignNonDisclosure,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a meeting is refused.
    pub enum Refusal {
        /// The meeting was planned before.
        MeetingAlreadyPlanned,
        /// There is no such meeting.
        MeetingUnknown,
        /// The region knows no such meeting type.
        MeetingTypeUnknown,
        /// The region knows no such subregion.
        SubregionUnknown,
        /// Each subregion has such a meeting of its own, and none is named.
        SubregionMissing,
        /// Such a meeting works through the list of one municipality, and none is named.
        ListMissing,
        /// Such a meeting works through no list.
        ListNotExpected,
        /// The region knows no such municipality.
        MunicipalityUnknown,
        /// Such a meeting is chaired by others.
        ChairedByAnother,
        /// Whoever chairs such meetings keeps a register of their own: none of them is planned here.
        TableKeepsOwnRegister,
        /// The day has passed.
        MeetingInThePast,
        /// The meeting has not taken place yet.
        MeetingNotYetDue,
        /// The meeting was held.
        MeetingAlreadyHeld,
        /// The meeting was called off.
        MeetingCalledOff,
        /// A statement is signed by the person themself; the House registers it from paper.
        NotTheSigner,
        /// The person signed for this meeting and organisation before.
        NonDisclosureAlreadySigned,
    }
}

crate::event_kind::aggregate!(Meeting, "Meeting");
