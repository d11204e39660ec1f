//! Lists that come in as lines: what is told of a line that cannot be read, and of a list that is not kept.

mod broken_line;
mod list_fingerprint;

pub use broken_line::{BrokenLine, LineField, LineRule};
pub use list_fingerprint::{ListFingerprint, ListFingerprintError};

/// How many broken lines an event lists; all are counted.
pub const LISTED_BROKEN_LINES: usize = 1000;

/// How many there are, as an event counts.
pub(crate) fn count(number: usize) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
