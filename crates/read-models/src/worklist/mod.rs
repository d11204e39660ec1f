//! What is to be done, and what is overdue?

mod calendar;
mod kind;
mod list;
mod projection;
mod query;

pub use kind::WorkKind;
pub use projection::Worklist;
pub use query::{Filter, Item, Key, Part, Terms, count_overdue, find, overdue};
