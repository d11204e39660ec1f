//! Which trajectories are paid, and what do they cost? Nothing here is personal.

mod projection;
mod query;

pub use projection::Trajectories;
pub use query::{Filter, Key, Row, Totals, find, totals};
