//! Is this person being handled, by whom, and what is advised? Written with the events, so that the
//! answer is never behind.

mod projection;
mod query;

pub use projection::Lookup;
pub use query::{Advice, Hit, active, active_cases, find};

/// The kind of token that a BSN is looked up by.
const BSN: &str = "bsn";
