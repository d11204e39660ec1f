//! The access log against a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test is the outside that clock and ids come from")]

mod append_only;
mod asked;
mod durable;
mod grouped;
mod proxy;
mod tampered;
mod unreachable;
mod world;
