//! What exists for cleared participants alone? Written with the events, so that nobody is ever answered
//! before it is known.

mod projection;
mod query;

pub use projection::Shielded;
pub use query::{among, cases};
