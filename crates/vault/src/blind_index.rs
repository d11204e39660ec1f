//! Looking a value up without storing it.

use std::fmt;

use crate::primitives::{framed, mac};
use crate::secrets::Generation;

/// Turns values into tokens that can be stored and compared, but not turned back without the
/// pepper. Whoever holds the pepper can enumerate all BSNs, so it is guarded like a key.
pub struct BlindIndex {
    peppers: Vec<Generation>,
}

/// The token of one value under one pepper. Its `Debug` does not show the bytes, because they tell
/// who is meant to anyone who can compute them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// The pepper's generation.
    pub generation: i32,
    /// HMAC-SHA-256 over the kind and the value.
    pub bytes: [u8; 32],
}

impl BlindIndex {
    pub(crate) fn new(peppers: Vec<Generation>) -> Self {
        Self { peppers }
    }

    /// The tokens of a value, one per active pepper, oldest generation first: all are stored and
    /// all are searched, so that a pepper can be replaced while lookups go on. Values of another
    /// `kind` never share a token. The caller normalises the value.
    pub fn tokens(&self, kind: &str, value: &str) -> Vec<Token> {
        let message = framed(&[kind.as_bytes(), value.as_bytes()]);
        self.peppers
            .iter()
            .map(|pepper| Token { generation: pepper.generation, bytes: mac(&pepper.key, &[&message]) })
            .collect()
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let generations = self.peppers.iter().map(|pepper| pepper.generation);
        f.write_str("BlindIndex of generations ")?;
        f.debug_list().entries(generations).finish()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(generation {})", self.generation)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::primitives::random_key;

    fn pepper(generation: i32) -> Generation {
        Generation { generation, key: random_key().unwrap() }
    }

    #[test]
    fn gives_the_same_token_for_the_same_value() {
        let index = BlindIndex::new(vec![pepper(1)]);
        assert_eq!(index.tokens("bsn", "999900006"), index.tokens("bsn", "999900006"));
    }

    #[test]
    fn gives_another_token_for_another_value_kind_or_pepper() {
        let (index, other) = (BlindIndex::new(vec![pepper(1)]), BlindIndex::new(vec![pepper(1)]));
        let token = index.tokens("bsn", "999900006");
        assert_ne!(token, index.tokens("bsn", "999900018"));
        assert_ne!(token, index.tokens("reference", "999900006"));
        assert_ne!(token, other.tokens("bsn", "999900006"));
    }

    #[test]
    fn does_not_confuse_the_end_of_the_kind_with_the_start_of_the_value() {
        let index = BlindIndex::new(vec![pepper(1)]);
        assert_ne!(index.tokens("bsn", "1234"), index.tokens("bsn1", "234"));
    }

    #[test]
    fn finds_under_the_old_pepper_while_the_new_one_comes_in() {
        let (first, second) = (pepper(1), pepper(2));
        let before = BlindIndex::new(vec![first.clone()]);
        let during = BlindIndex::new(vec![first, second.clone()]);
        let after = BlindIndex::new(vec![second]);

        let tokens = during.tokens("bsn", "999900006");
        assert_eq!(tokens.len(), 2);
        assert_eq!(tokens[..1], before.tokens("bsn", "999900006"));
        assert_eq!(tokens[1..], after.tokens("bsn", "999900006"));
        assert_ne!(tokens[0].bytes, tokens[1].bytes);
    }

    #[test]
    fn shows_neither_pepper_nor_token() {
        let index = BlindIndex::new(vec![pepper(7)]);
        assert_eq!(format!("{index:?}"), "BlindIndex of generations [7]");
        assert_eq!(format!("{:?}", index.tokens("bsn", "999900006")), "[Token(generation 7)]");
    }
}
