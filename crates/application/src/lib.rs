//! Commands executed, questions answered, one transport-free error.

mod error;

pub use error::{Error, FieldError, Refused, Unavailable};

/// Schakel without its doors.
pub struct Application {}
