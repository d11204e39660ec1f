//! Who saw what.

mod view;

pub mod list_disclosures;
pub mod search_access_records;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "AccessRecordService";
