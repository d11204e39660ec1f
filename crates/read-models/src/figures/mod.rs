//! What does the House achieve? The facts from which its figures are made.

mod projection;
mod query;

pub use projection::Figures;
pub use query::{Facts, facts_after};
