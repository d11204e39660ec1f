//! Types that many operations have on the wire.
//!
//! Give each coded list an alias, `pub type Decision = Coded<case::Decision>;`, and use the alias in
//! inputs and outputs: the schema is then named after the list, once. `Option` means that a field may
//! be left out; `null` counts as left out.

use std::borrow::Cow;

use schakel_domain::code::Code;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// A value of a closed list, written as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded<T>(pub T);

impl<T: Code> Coded<T> {
    /// The value itself.
    pub fn value(self) -> T {
        self.0
    }
}

impl<T> From<T> for Coded<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Code> Serialize for Coded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, T: Code> Deserialize<'de> for Coded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        T::from_code(&code)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format_args!("not a code of {}", T::NAME)))
    }
}

impl<T: Code> PartialSchema for Coded<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(T::ALL.iter().map(|value| value.code())))
            .into()
    }
}

impl<T: Code> ToSchema for Coded<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }
}

/// A citizen service number, checked by the contract (NORMS §2). `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bsn(String);

impl Bsn {
    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Bsn> for String {
    fn from(bsn: Bsn) -> Self {
        bsn.0
    }
}

impl From<String> for Bsn {
    fn from(digits: String) -> Self {
        Self(digits)
    }
}

impl std::fmt::Debug for Bsn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bsn")
    }
}

impl PartialSchema for Bsn {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("bsn".into())))
            .description(Some("Citizen service number: nine digits that pass the eleven-test."))
            .into()
    }
}

impl ToSchema for Bsn {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Bsn")
    }
}

/// What a command has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Identifier of the resource that was made or changed.
    pub id: String,
    /// Its version now; the same as the `ETag`.
    #[schema(minimum = 1)]
    pub version: u64,
    /// Position token: a read that carries it sees at least this change.
    pub position: String,
}
