//! Reports that come by file (HANDBOOK §2).

pub mod get_report_import;
pub mod import_reports;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "ReportImportService";
