//! The reports that an organisation brings in by file on a day: detention reports from DJI, arrests from the
//! police (HANDBOOK §2). Each line becomes a case of its own; here stands what each list came to.

mod event;
mod import_reports;
mod state;

pub use event::{Event, MadeReport};
pub use import_reports::{ImportReports, Imported};
pub use state::{ReportImport, Run};

/// Nothing stands in the way of a list: one that was imported before decides on nothing.
pub use std::convert::Infallible as Refusal;

crate::event_kind::commands! {
    /// What can be asked of a day's imports of an organisation.
    pub enum Command for ReportImport { ImportReports }
}

crate::event_kind::aggregate!(ReportImport, "ReportImport");
