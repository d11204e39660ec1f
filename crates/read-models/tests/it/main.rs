//! Read models on a real PostgreSQL, and which of them reacts to what.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

mod involved;
mod reactions;
mod shielded;
mod trajectories;
mod worklist;
mod world;
