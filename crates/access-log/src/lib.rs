//! The durable record of who saw what (NORMS §3, §4; DESIGN §5).
//!
//! The log knows no subject: its records hold codes, ids and pseudonyms. [`AccessLog::record`]
//! answers when a record is committed and on the disk; one [`Writer`] per process puts the records
//! that wait into one commit. The records of a writer form a chain of keyed hashes, which
//! [`verify`] follows.
//!
//! What never happens here: an answer precedes its record; a record is changed or removed
//! unnoticed; two callers wait for each other's commit.

mod chain;
mod error;
mod export;
mod find;
mod insert;
mod log;
mod migrate;
mod record;
mod rows;
mod session;
mod verify;
mod writer;

pub use chain::{ChainKey, Head, HeadError};
pub use error::{AccessLogError, Failure, Unrecorded};
pub use export::{decision, processing};
pub use find::{Filter, Page};
pub use log::AccessLog;
pub use record::{Decision, Key, LookedUp, Message, MessageKey, Record, Stored, Subject};
pub use verify::{Finding, Tampering, Verification, verify};
pub use writer::Writer;
