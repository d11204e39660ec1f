//! The asker's own reference.

use std::borrow::Cow;

use schakel_application::FieldError;
use schakel_domain::person::Bsn;
use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// By what the asker can account for a question: a file number, never anything about a person. It is
/// kept in the open, so a number that could be a BSN is refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub String);

impl Reference {
    /// What is wrong with it, at this field.
    pub fn mistakes(&self, field: &str) -> Vec<FieldError> {
        let mut numbers = self.0.split(|c: char| !c.is_ascii_digit());
        match numbers.any(|number| Bsn::new(number).is_ok()) {
            true => vec![FieldError::new(field, "personal", "must not hold a citizen service number")],
            false => Vec::new(),
        }
    }
}

impl PartialSchema for Reference {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(64))
            .pattern(Some("^[A-Za-z0-9][A-Za-z0-9._/:-]*$"))
            .description(Some("The asker's own file number; nothing about a person. It is kept as it is."))
            .into()
    }
}

impl ToSchema for Reference {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Reference")
    }
}
