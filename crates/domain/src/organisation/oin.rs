//! The number by which organisations know each other's systems.

use serde::{Deserialize, Serialize};

/// Organisatie-identificatienummer: 20 digits, as in the certificates of PKIoverheid (NORMS §5).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Oin(String);

/// Something is no organisation number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an organisation number has 20 digits")]
pub struct NoOin;

impl Oin {
    /// How many digits it has.
    const DIGITS: usize = 20;

    /// The number, as written in certificates.
    ///
    /// # Errors
    /// When it is anything but 20 digits.
    pub fn new(text: &str) -> Result<Self, NoOin> {
        let is_one = text.len() == Self::DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_one { Ok(Self(text.to_owned())) } else { Err(NoOin) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Oin {
    type Error = NoOin;

    fn try_from(text: String) -> Result<Self, NoOin> {
        Self::new(&text)
    }
}

impl From<Oin> for String {
    fn from(oin: Oin) -> Self {
        oin.0
    }
}
