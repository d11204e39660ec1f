//! Everything that can be asked and done about a person's identity.

pub mod correct_person;
mod export_page;
pub mod export_person;
pub mod get_person;
pub mod register_person;
pub mod search_persons;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "PersonService";
