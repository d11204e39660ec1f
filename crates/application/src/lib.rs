//! Commands executed, questions answered, one transport-free error.

mod application;
mod data_subject;
mod erasure;
mod error;
mod execute;
mod export;
mod inbox;
mod lines;
mod lookups;
mod parties;
mod questions;
mod records;
mod reminders;
mod report_imports;
mod sharing;
mod shielding;
mod standing;
mod suspects;
mod watch;

pub use application::{Application, Surroundings};
pub use data_subject::DataSubject;
pub use erasure::Swept;
pub use error::{Error, FieldError, Refused, Unavailable};
pub use execute::{Involved, Needs, Order};
pub use export::{Held, PersonExport};
pub use inbox::InboxKey;
pub use lookups::{Match, Sought};
pub use parties::PartiesFound;
pub use questions::{CaseFile, InquiryPage, MonitorDayFile, ReportImportFile};
pub use records::RecordFilter;
pub use report_imports::ReportLine;
pub use schakel_journal::{Place, Receipt};
pub use sharing::{Decided, Heard, Shared};
pub use standing::{Known, Standing};
pub use suspects::{Asked, SuspectLine, SuspectsFound};
pub use watch::Limits;
