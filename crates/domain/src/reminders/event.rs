//! What can have happened to the House's reminders.

use chrono::NaiveDate;

use crate::CaseId;
use crate::event_kind::events;

events! {
    /// Everything that can have happened to the House's reminders; nothing of it is about a person who can be
    /// recognised.
    pub enum Event of "Reminders" {
        /// Work of these cases has become overdue.
        WorkBecameOverdue v "1" {
            /// The last day on which any of it was due; of what was due later nobody was reminded yet.
            until: NaiveDate,
            /// The cases, each once.
            cases: Vec<CaseId>,
        }
    }
}
