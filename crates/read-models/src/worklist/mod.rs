//! What is to be done, and what is overdue?

mod calendar;
mod projection;
mod query;

pub use projection::{WorkKind, Worklist};
pub use query::{Filter, Item, Key, Part, Terms, find, overdue};
