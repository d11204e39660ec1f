//! Opening the sealed parts of rows.

use std::collections::HashMap;

use schakel_domain::CaseId;
use schakel_domain::code::Code;
use schakel_journal::Work;
use schakel_vault::{Stored, Vault, VaultError};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why a question was not answered. It never carries a value.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The database did not answer, or not as expected.
    #[error("the read model's database failed")]
    Database(#[from] sqlx::Error),
    /// A sealed value could not be opened.
    #[error("a sealed value could not be opened")]
    Vault(#[from] VaultError),
    /// The read model has stopped at an event that it cannot digest.
    #[error("the read model has stopped")]
    Stopped,
    /// The read model is not there, being built, or another program version's.
    #[error("the read model is not up to date")]
    Behind,
    /// A row does not have the shape that it was written with.
    #[error("a row of the read model {0} cannot be read")]
    Unreadable(&'static str),
}

/// The sealed columns of a page of rows, opened together: without a round trip to the keys when they
/// are cached, with one otherwise.
pub struct Rows {
    read_model: &'static str,
    opened: HashMap<Cell, Value>,
}

/// A sealed column: the case's identity, and the column's name.
type Cell = (CaseId, &'static str);

impl Rows {
    /// Opens these columns; what was erased comes back as such.
    ///
    /// # Errors
    /// When the keys cannot be had, or a column was tampered with or moved.
    pub async fn open(
        vault: &Vault,
        read_model: &'static str,
        columns: Vec<(Cell, Value)>,
    ) -> Result<Self, QueryError> {
        let (cells, stored): (Vec<_>, Vec<_>) =
            columns.into_iter().map(|(cell, json)| (cell, stored(read_model, cell, json))).unzip();
        let opened = cells.into_iter().zip(vault.open(&stored).await?).collect();
        Ok(Self { read_model, opened })
    }

    /// One column's value, if the row has it.
    ///
    /// # Errors
    /// When it is not of this shape.
    pub fn take<T: DeserializeOwned>(
        &mut self,
        case: CaseId,
        column: &'static str,
    ) -> Result<Option<T>, QueryError> {
        let Some(open) = self.opened.remove(&(case, column)) else { return Ok(None) };
        serde_json::from_value(open).map(Some).map_err(|_| QueryError::Unreadable(self.read_model))
    }
}

/// The sealed columns that a row has.
pub(crate) fn cells<const N: usize>(
    case: CaseId,
    columns: [(&'static str, Option<Value>); N],
) -> impl Iterator<Item = (Cell, Value)> {
    columns.into_iter().filter_map(move |(name, json)| Some(((case, name), json?)))
}

fn stored(read_model: &'static str, (case, column): Cell, json: Value) -> Stored {
    Stored { stream: stream_of(case), place: Work::place(read_model, column), json }
}

fn stream_of(case: CaseId) -> String {
    format!("Case/{case}")
}

/// A code as a row holds it.
pub(crate) fn coded<T: Code>(read_model: &'static str, code: impl AsRef<str>) -> Result<T, QueryError> {
    T::from_code(code.as_ref()).ok_or(QueryError::Unreadable(read_model))
}
