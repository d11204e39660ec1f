//! A day of the suspects monitor: everyone now with ZSM, checked against the House's own cases
//! (HANDBOOK §8).

mod check_suspects;
mod event;
mod state;

pub use check_suspects::CheckSuspects;
pub use event::Event;
pub use state::{MonitorDay, Run};

pub use crate::lines::{BrokenLine, LineField, LineRule, ListFingerprint, ListFingerprintError};

/// Nothing stands in the way of a check: a list that was checked before decides on nothing.
pub use std::convert::Infallible as Refusal;

crate::event_kind::commands! {
    /// What can be asked of a day of the suspects monitor.
    pub enum Command for MonitorDay { CheckSuspects }
}

crate::event_kind::aggregate!(MonitorDay, "MonitorDay");
