//! What people are looked up by: tokens that tell nothing to whoever has not the pepper.

use schakel_domain::person::matching::{keys_for, keys_of};
use schakel_domain::person::{Bsn, PersonDetails};
use schakel_vault::BlindIndex;
use uuid::Uuid;

/// The kind of token that a BSN is looked up by.
const BSN: &str = "bsn";
/// The kind of token that names and dates of birth are looked up by.
const NAME: &str = "name";

/// A question as tokens: one for each thing that may be equal, under each active pepper.
#[derive(Clone, Debug)]
pub struct Question {
    tokens: Vec<Uuid>,
}

impl Question {
    /// Who has this BSN?
    pub fn by_bsn(index: &BlindIndex, bsn: &Bsn) -> Self {
        Self { tokens: tokens(index, BSN, bsn.as_str()).collect() }
    }

    /// Who could be meant by this: names and date of birth, and the BSN if it is known.
    pub fn of(index: &BlindIndex, sought: &PersonDetails) -> Self {
        let by_bsn = sought.bsn.iter().flat_map(|bsn| tokens(index, BSN, bsn.as_str()));
        let keys = keys_for(sought);
        let by_name = keys.iter().flat_map(|key| tokens(index, NAME, key));
        Self { tokens: by_bsn.chain(by_name).collect() }
    }

    pub(super) fn tokens(&self) -> &[Uuid] {
        &self.tokens
    }
}

/// Everything that somebody can be found by.
pub(super) fn tokens_of(index: &BlindIndex, known: &PersonDetails) -> Vec<Uuid> {
    let by_bsn = known.bsn.iter().flat_map(|bsn| tokens(index, BSN, bsn.as_str()));
    let keys = keys_of(known);
    let by_name = keys.iter().flat_map(|key| tokens(index, NAME, key));
    by_bsn.chain(by_name).collect()
}

/// Half of each token: 128 bits tell people apart, and the table has many of them.
fn tokens(index: &BlindIndex, kind: &str, value: &str) -> impl Iterator<Item = Uuid> {
    index
        .tokens(kind, value)
        .into_iter()
        .map(|token| Uuid::from_bytes(token.bytes.first_chunk().copied().unwrap_or_default()))
}
