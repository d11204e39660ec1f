//! Pages on the wire.

use schakel_application::{Error, FieldError};
use schakel_read_models::Cursor;
use serde::de::DeserializeOwned;

/// Rows on a page when the caller does not say.
const USUAL: u32 = 50;

/// How many rows the caller wants.
pub fn limit(asked: Option<u32>) -> usize {
    asked.unwrap_or(USUAL) as usize
}

/// The cursor that the caller handed back, if it is one of this list.
///
/// # Errors
/// [`Error::Invalid`] when it is not.
pub fn cursor<K: DeserializeOwned>(field: &str, text: Option<String>) -> Result<Option<Cursor>, Error> {
    let Some(cursor) = text.map(Cursor::new) else { return Ok(None) };
    match cursor.key::<K>() {
        Some(_) => Ok(Some(cursor)),
        None => Err(Error::Invalid(vec![FieldError::new(field, "cursor", "not a cursor of this list")])),
    }
}

/// The next page, as the caller asks for it.
pub fn next(cursor: Option<Cursor>) -> Option<String> {
    cursor.map(|cursor| cursor.as_str().to_owned())
}
