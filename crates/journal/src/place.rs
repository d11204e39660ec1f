//! Where an event stands in the log.

use std::fmt;
use std::str::FromStr;

use sqlx::Row;
use sqlx::postgres::PgRow;

/// An event's place in the one global log, and the position token that clients carry.
///
/// Places sort by epoch (logical restores), then by the transaction that wrote the event, then by
/// position inside it. As text it is `epoch.transaction.position`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Counts logical restores of the log.
    pub epoch: i32,
    /// The writing transaction (PostgreSQL's 64-bit transaction id).
    pub tx_id: u64,
    /// Rises within a transaction; across transactions it says nothing about order.
    pub position: i64,
}

impl Place {
    /// Before the first event.
    pub const START: Self = Self { epoch: 0, tx_id: 0, position: 0 };

    /// The place just before this one: everything that sorts before `self` is at or before it.
    pub(crate) fn before(self) -> Self {
        Self { position: self.position - 1, ..self }
    }

    /// The transaction id as PostgreSQL's `xid8` is bound: as text.
    pub(crate) fn tx_text(self) -> String {
        self.tx_id.to_string()
    }

    /// From the columns `epoch`, `tx_id` (as text) and `position`.
    pub(crate) fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let tx_id: String = row.try_get("tx_id")?;
        Ok(Self {
            epoch: row.try_get("epoch")?,
            tx_id: tx_id.parse().map_err(|error| sqlx::Error::ColumnDecode {
                index: "tx_id".to_owned(),
                source: Box::new(error),
            })?,
            position: row.try_get("position")?,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.epoch, self.tx_id, self.position)
    }
}

/// A text that is no position token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a position token is `epoch.transaction.position`")]
pub struct PlaceError;

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('.');
        let place = Self {
            epoch: number(parts.next())?,
            tx_id: number(parts.next())?,
            position: number(parts.next())?,
        };
        match parts.next() {
            None => Ok(place),
            Some(_) => Err(PlaceError),
        }
    }
}

/// Digits only: `+1`, which the standard parser takes, would give one place two texts.
fn number<T: FromStr>(part: Option<&str>) -> Result<T, PlaceError> {
    part.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .ok_or(PlaceError)
}
