//! Pages that neither skip nor repeat under writes: a cursor names the last row seen, by values that
//! never change.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
}

/// The place after a row, opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// A cursor as a client hands it back.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What the client sees.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn after<K: Serialize>(key: &K) -> Option<Self> {
        serde_json::to_vec(key).ok().map(|json| Self(URL_SAFE_NO_PAD.encode(json)))
    }

    /// The row it names, unless it is no cursor of this list.
    pub fn key<K: DeserializeOwned>(&self) -> Option<K> {
        let json = URL_SAFE_NO_PAD.decode(&self.0).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

impl<T> Page<T> {
    /// A page from one row more than it holds.
    pub(crate) fn of<K: Serialize>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).and_then(|row| Cursor::after(&key(row)));
        Self { items: rows, next }
    }
}
