//! Everything that can be asked and done about a person's identity.

pub mod correct_person;
pub mod get_person;
pub mod register_person;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "PersonService";
