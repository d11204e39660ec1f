//! Who saw what.

pub mod search_access_records;
