//! A contact that becomes no case: it is counted, and nothing about a person is kept (HANDBOOK §2).

mod codes;
mod event;
mod register_inquiry;
mod state;

pub use codes::{ContactKind, InquiryKind};
pub use event::{Asked, Event};
pub use register_inquiry::RegisterInquiry;
pub use state::{Inquiry, Registered};

crate::event_kind::commands! {
    /// What can be asked of an inquiry's stream.
    pub enum Command for Inquiry { RegisterInquiry }
}

crate::event_kind::refusals! {
    /// Why a command on an inquiry is refused.
    pub enum Refusal {
        /// The inquiry was registered before.
        InquiryAlreadyRegistered,
        /// A report becomes a case, and is reported as one.
        ReportIsACase,
        /// Only advice is asked for anonymously.
        AskerMissing,
        /// With whom contact was sought is not named.
        PartnerMissing,
        /// Only a contact with a partner names one.
        PartnerNotExpected,
        /// An inquiry cannot lie ahead.
        InquiryInTheFuture,
        /// The region knows no such municipality.
        MunicipalityUnknown,
        /// The region knows no such theme.
        ThemeUnknown,
    }
}

crate::event_kind::aggregate!(Inquiry, "Inquiry");
