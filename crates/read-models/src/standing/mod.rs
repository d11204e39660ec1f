//! Who may act for whom, and under which covenants? Written with the events: what was ended is ended for
//! the very next call.

mod projection;
mod query;

pub use projection::Standing;
pub use query::{Authorisation, Organisation, Register, register, revision};
