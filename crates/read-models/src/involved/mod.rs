//! In which cases am I involved? Written with the events: who is involved no more has no case left to see.

mod projection;
mod query;

pub use projection::Involved;
pub use query::{Key, Moment, Row, find};
