//! Which meetings are there, and which cases are on their agendas?

mod projection;
mod query;

pub use projection::Agenda;
pub use query::{Filter, Item, Key, Meeting, items, meetings};
