//! What is new for me? A notice says that there is something, never what.

mod projection;
mod query;

pub use projection::{NoticeKind, Notices};
pub use query::{Key, Notice, find, left_by};
