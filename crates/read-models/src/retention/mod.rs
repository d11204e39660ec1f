//! How long is each closed case kept, and what was erased? Nothing here is personal.

mod projection;
mod query;

pub use projection::Retention;
pub use query::{Erasure, Filter, Item, Key, Terms, due, find, unproven};
