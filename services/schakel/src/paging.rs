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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use schakel_application::InboxKey;
    use schakel_read_models::{subject_requests, worklist};
    use serde_json::{Value, json};

    use super::*;

    const ID: &str = "0190c0de-0000-7000-8000-000000000001";

    fn accepted<K: DeserializeOwned>(key: &Value) -> bool {
        match cursor::<K>("cursor", Some(URL_SAFE_NO_PAD.encode(key.to_string()))) {
            Ok(cursor) => cursor.is_some(),
            Err(Error::Invalid(errors)) => {
                assert_eq!((errors[0].field.as_str(), errors[0].rule), ("cursor", "cursor"));
                false
            }
            Err(error) => unreachable!("{error:?}"),
        }
    }

    #[test]
    fn a_cursor_that_the_list_cannot_have_given_is_refused() {
        assert!(accepted::<InboxKey>(&json!([[1, u64::MAX, 42, "case_closed", ID], null])));
        let message = json!({"record": {"epoch": 1, "tx_id": 7, "writer": 1, "seq": 3}, "number": 1});
        assert!(accepted::<InboxKey>(&json!([null, message])));
        for key in [
            json!([[1, "x", 42, "case_closed", ID], null]),
            json!([[1, "7", 42, "case_closed", ID], null]),
            json!([[1, -7, 42, "case_closed", ID], null]),
            json!([[1, 7, 42, "case_closed\0", ID], null]),
            json!([[1, 7, 42, "unheard", ID], null]),
            json!([[1, 7, 42, "case_closed"], null]),
            json!([null, {"record": 7, "number": 1}]),
            json!(["2026-11-23", ID]),
        ] {
            assert!(!accepted::<InboxKey>(&key), "{key}");
        }
        assert!(accepted::<worklist::Key>(&json!(["2026-11-23", ID, "feedback_owed", null])));
        assert!(accepted::<worklist::Key>(&json!(["2026-11-23", ID, "monitoring_contact", "week_1"])));
        assert!(accepted::<worklist::Key>(&json!(["2026-11-23", ID, "suspect_at_zsm", "2026-11-23"])));
        for key in [
            json!(["2026-11-23", ID, "\0", null]),
            json!(["2026-11-23", ID, "feedback_owed", "\0"]),
            json!(["2026-11-23", ID, "feedback_owed", "week_0"]),
            json!(["2026-11-23", ID, "suspect_at_zsm", "+26000-11-23"]),
            json!(["-26000-11-23", ID, "feedback_owed", null]),
            json!(["+26000-11-23", ID, "feedback_owed", null]),
        ] {
            assert!(!accepted::<worklist::Key>(&key), "{key}");
        }
        assert!(accepted::<subject_requests::Key>(&json!(["2026-11-23", ID])));
        for key in [json!(["2026-11-23"]), json!(["+26000-11-23", ID]), json!([ID, "2026-11-23"])] {
            assert!(!accepted::<subject_requests::Key>(&key), "{key}");
        }
        assert!(cursor::<InboxKey>("cursor", Some("geen".into())).is_err());
        assert!(cursor::<InboxKey>("cursor", None).unwrap().is_none());
    }
}
