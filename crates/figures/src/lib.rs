//! What a House achieves (HANDBOOK §10): how each figure is defined, what it is, what must agree with it, and what of it
//! may be told.
//!
//! Everything is a function of [`fact::Entry`]s, which are about nobody in particular: no clock, no I/O.

pub mod areas;
pub mod disclosure;
pub mod fact;
pub mod house;
pub mod reports;
pub mod sheet;
