//! Opening the sealed parts of rows.

use std::collections::BTreeSet;

use schakel_domain::CaseId;
use schakel_domain::code::Code;
use schakel_journal::Work;
use schakel_vault::{KeyRing, Vault, VaultError};
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
    /// A row does not have the shape that it was written with.
    #[error("a row of the read model {0} cannot be read")]
    Unreadable(&'static str),
}

/// Opens the sealed columns of a set of rows with one look at the keys.
pub struct Rows {
    read_model: &'static str,
    ring: KeyRing,
}

impl Rows {
    /// Fetches the keys of these cases.
    ///
    /// # Errors
    /// When the keys cannot be had.
    pub async fn of(
        vault: &Vault,
        read_model: &'static str,
        cases: impl IntoIterator<Item = CaseId>,
    ) -> Result<Self, QueryError> {
        let streams: BTreeSet<_> = cases.into_iter().map(stream_of).collect();
        let names: Vec<_> = streams.iter().map(String::as_str).collect();
        Ok(Self { read_model, ring: vault.reading_keys(&names).await? })
    }

    /// Opens one column; what was erased comes back as such.
    ///
    /// # Errors
    /// When the column was tampered with, moved, or is not of this shape.
    pub fn open<T: DeserializeOwned>(&self, case: CaseId, row: &str, column: Value) -> Result<T, QueryError> {
        let place = Work::place(self.read_model, row);
        let open = self.ring.open(&stream_of(case), &place, column)?;
        serde_json::from_value(open).map_err(|_| QueryError::Unreadable(self.read_model))
    }
}

fn stream_of(case: CaseId) -> String {
    format!("Case/{case}")
}

/// A code as a row holds it.
pub(crate) fn coded<T: Code>(read_model: &'static str, code: impl AsRef<str>) -> Result<T, QueryError> {
    T::from_code(code.as_ref()).ok_or(QueryError::Unreadable(read_model))
}
