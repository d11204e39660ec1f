//! Which cases are there, and where do they stand?

mod projection;
mod query;

pub use projection::Overview;
pub use query::{Filter, Key, Row, Sort, find};
