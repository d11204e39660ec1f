//! Pages that neither skip nor repeat under writes: a cursor names the last row seen, by values that
//! never change.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use schakel_domain::code::Code;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};

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

    /// The cursor that names this row.
    pub fn after<K: Serialize>(key: &K) -> Option<Self> {
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

/// How many rows are asked for: one more than a page holds tells whether there is a next one.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// A code as a cursor or a row holds it: one of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String", bound = "T: Code")]
pub struct Listed<T>(pub T);

/// A code that its list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} has no such code")]
pub struct NotListed(&'static str);

impl<T: Code> TryFrom<String> for Listed<T> {
    type Error = NotListed;

    fn try_from(code: String) -> Result<Self, NotListed> {
        T::from_code(&code).map(Self).ok_or(NotListed(T::NAME))
    }
}

impl<T: Code> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

/// A day as a cursor holds it. The calendar here is wider than the database's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "NaiveDate")]
pub struct Day(pub NaiveDate);

/// A day of no year that rows have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the year has not four digits")]
pub struct FarAway;

impl TryFrom<NaiveDate> for Day {
    type Error = FarAway;

    fn try_from(day: NaiveDate) -> Result<Self, FarAway> {
        (0..=9999).contains(&day.year()).then_some(Self(day)).ok_or(FarAway)
    }
}
