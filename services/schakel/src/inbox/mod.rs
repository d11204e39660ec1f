//! What is to be done, and what is new for me.

pub mod list_notices;
pub mod list_work_items;
