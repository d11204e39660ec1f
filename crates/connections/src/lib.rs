//! Connections to PostgreSQL that are of use: to a server that can be written to, answering, inside no
//! transaction that somebody left behind, and given back within a bound.
//!
//! What never happens here: a place of a pool is lost to a server that went away without a word. So nobody else
//! holds a pool of `sqlx`, to which statements can be put directly.

mod lent;
mod options;
mod own;
mod pool;

pub use lent::Lent;
pub use options::serving;
pub use own::{connect, listen};
pub use pool::Pool;

/// Whether this is the promise to break.
#[cfg(feature = "sabotage")]
pub fn sabotaged(promise: &str) -> bool {
    std::env::var_os("SABOTAGE").is_some_and(|chosen| chosen == promise)
}
