//! Telling lists apart without keeping them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something is no [`ListFingerprint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 64 hexadecimal digits in small letters")]
pub struct ListFingerprintError;

/// The keyed fingerprint of a list. As JSON it is hexadecimal text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListFingerprint(pub [u8; 32]);

impl fmt::Debug for ListFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListFingerprint(…)")
    }
}

impl From<ListFingerprint> for String {
    fn from(fingerprint: ListFingerprint) -> Self {
        fingerprint.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl TryFrom<String> for ListFingerprint {
    type Error = ListFingerprintError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(is_hex) {
            return Err(ListFingerprintError);
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = &text[2 * index..2 * index + 2];
            *byte = u8::from_str_radix(digits, 16).map_err(|_| ListFingerprintError)?;
        }
        Ok(Self(bytes))
    }
}
