//! The journal against a real PostgreSQL: one module per guarantee of DESIGN §4, with deliberately
//! broken versions where a test must be seen to catch them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test is the outside that clock and ids come from")]

mod append_only;
mod bulk;
mod cancelled;
mod consistent;
mod dossier;
mod durable;
mod idempotent;
mod ordered;
mod poison;
mod projections;
mod property;
mod proxy;
mod rebuild;
mod traceable;
mod version;
mod woken;
mod world;
