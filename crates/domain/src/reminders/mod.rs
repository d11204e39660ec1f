//! What the House's own clock reminds of: work that has become overdue. One stream for the House, so that each day is
//! reminded of once, whichever process does so.

mod event;
mod remind_of_overdue;
mod state;

use uuid::Uuid;

pub use event::Event;
pub use remind_of_overdue::RemindOfOverdue;
pub use state::Reminders;

/// Nothing stands in the way of a reminder: a day that was reminded of before decides on nothing.
pub use std::convert::Infallible as Refusal;

/// The House's one stream of reminders.
pub const STREAM: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0072_656d_696e);

crate::event_kind::commands! {
    /// What can be asked of the House's reminders.
    pub enum Command for Reminders { RemindOfOverdue }
}

crate::event_kind::aggregate!(Reminders, "Reminders");
