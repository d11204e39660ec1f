//! A request of a data subject: registered once, for all joint controllers (NORMS §7, GDPR art. 12–21).

mod complete_request;
mod decide_request;
mod event;
mod extend_request;
mod record_controller_state;
mod register_request;
mod state;

pub use complete_request::CompleteRequest;
pub use decide_request::DecideRequest;
pub use event::{ControllerState, ControllerStateCode, Event, RequestKind, RequestOutcome};
pub use extend_request::ExtendRequest;
pub use record_controller_state::RecordControllerState;
pub use register_request::RegisterRequest;
pub use state::{Decision, Extension, Known, SubjectRequest};

crate::event_kind::commands! {
    /// What can be asked of a request's stream.
    pub enum Command for SubjectRequest {
        RegisterRequest, RecordControllerState, ExtendRequest, DecideRequest, CompleteRequest,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a request is refused.
    pub enum Refusal {
        /// The request was registered before.
        RequestAlreadyRegistered,
        /// There is no such request.
        RequestUnknown,
        /// The person is not registered, or was erased.
        SubjectUnknown,
        /// A request cannot have been received in the future.
        ReceivedInTheFuture,
        /// No controller is named.
        ControllersMissing,
        /// The organisation is no controller of this request.
        ControllerUnknown,
        /// The request was extended before.
        AlreadyExtended,
        /// The first term is over.
        ExtensionTooLate,
        /// The request was decided on.
        AlreadyDecided,
        /// The request was not decided on.
        NotDecided,
        /// A controller has yet to say that it is done, or why it refuses.
        ControllerOpen,
        /// The request was completed.
        RequestCompleted,
    }
}

crate::event_kind::aggregate!(SubjectRequest, "SubjectRequest");
