//! The one list of everything that Schakel serves.

use crate::catalogue::GetCatalogue;
use crate::doors::Entry;

/// Every operation.
pub fn operations() -> Vec<Entry> {
    vec![Entry::of::<GetCatalogue>()]
}
