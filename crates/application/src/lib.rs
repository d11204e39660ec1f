//! Commands executed, questions answered, one transport-free error.

mod application;
mod erasure;
mod error;
mod execute;
mod questions;

pub use application::{Application, Surroundings};
pub use erasure::Swept;
pub use error::{Error, FieldError, Refused, Unavailable};
pub use execute::{Needs, Order};
pub use questions::CaseFile;
pub use schakel_journal::{Place, Receipt};
