//! What may happen: events, states and decisions; no I/O, no clock, no SQL.

pub mod bottleneck;
pub mod calendar;
pub mod case;
mod category;
pub mod code;
mod context;
pub mod covenant;
pub mod event_kind;
mod ids;
pub mod inquiry;
pub mod lines;
pub mod meeting;
pub mod money;
pub mod monitor_day;
pub mod organisation;
pub mod person;
pub mod personal;
mod professional;
pub mod region;
pub mod reminders;
pub mod report_import;
mod role;
pub mod subject_request;
mod text;
pub mod trajectory;

pub use category::Category;
pub use context::{CaseFacts, Context, MeetingFacts, PersonFacts};
pub use ids::{
    AgreementId, BottleneckId, CaseId, CovenantId, HandoverId, InformationId, InformationRequestId,
    InquiryId, MeetingId, MemberId, MonitorDayId, OrganisationId, PersonId, ReferralId, ReportImportId,
    RequestId, TrajectoryId,
};
pub use professional::{Account, Professional};
pub use role::Role;
pub use text::{Text, TextError};
