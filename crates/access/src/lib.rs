//! Who is asking, and may they? One pure function (DESIGN §5); the covenant model will live here.

mod action;
mod actor;
mod decide;

pub use action::Action;
pub use actor::{Actor, Role};
pub use decide::{Decision, Denied, decide};
