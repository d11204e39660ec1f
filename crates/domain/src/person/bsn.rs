//! The citizen service number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something is no BSN. It never carries the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BsnError {
    /// Not nine digits.
    #[error("a BSN has nine digits")]
    NotNineDigits,
    /// Fails the eleven-test, or is all zeros.
    #[error("a BSN passes the eleven-test")]
    ElevenTest,
}

/// A citizen service number: nine digits that pass the eleven-test with weights 9 8 7 6 5 4 3 2 −1;
/// `000000000` passes it and is refused (NORMS §2). `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bsn(String);

impl Bsn {
    const WEIGHTS: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];

    /// The number in these nine digits.
    pub fn new(digits: &str) -> Result<Self, BsnError> {
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BsnError::NotNineDigits);
        }
        let sum: i32 =
            digits.bytes().zip(Self::WEIGHTS).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
        if sum % 11 != 0 || digits == "000000000" {
            return Err(BsnError::ElevenTest);
        }
        Ok(Self(digits.to_owned()))
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bsn(…)")
    }
}

impl TryFrom<String> for Bsn {
    type Error = BsnError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        Self::new(&digits)
    }
}

impl From<Bsn> for String {
    fn from(bsn: Bsn) -> Self {
        bsn.0
    }
}
