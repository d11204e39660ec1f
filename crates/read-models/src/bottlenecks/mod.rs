//! Which structural bottlenecks are there, and how many cases are behind each?

mod projection;
mod query;

pub use projection::Bottlenecks;
pub use query::{Filter, Key, Row, find};
