//! Commands executed, questions answered, one transport-free error.

mod application;
mod error;
mod execute;
mod questions;
mod suspects;

pub use application::{Application, Surroundings};
pub use error::{Error, FieldError, Refused, Unavailable};
pub use execute::{Needs, Order};
pub use questions::{CaseFile, MonitorDayFile};
pub use schakel_journal::{Place, Receipt};
pub use suspects::{Asked, Sought, SuspectLine, SuspectsFound};
