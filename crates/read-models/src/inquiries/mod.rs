//! How often, and by whom, is the House approached with what becomes no case?

mod projection;
mod query;

pub use projection::Inquiries;
pub use query::{Filter, Key, Row, count, find};
