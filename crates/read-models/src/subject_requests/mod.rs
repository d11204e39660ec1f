//! Which requests of data subjects are open, and by when are they answered?

mod projection;
mod query;

pub use projection::SubjectRequests;
pub use query::{Filter, Key, Row, find};
