//! The covenant: the ground on which partners may share at all (HANDBOOK §9).

mod annex;

pub use annex::{Annex, Grant, Ground};
