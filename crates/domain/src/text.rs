//! Free text.

use serde::{Deserialize, Serialize};

/// Why something is no [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("a text is not empty")]
    Empty,
    /// Longer than [`Text::MAX_CHARS`].
    #[error("a text has at most 8000 characters")]
    TooLong,
}

/// Free text of 1 to [`Text::MAX_CHARS`] characters, without white space around it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The most characters that a text can have.
    pub const MAX_CHARS: usize = 8000;

    /// The text, trimmed.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(TextError::Empty),
            n if n > Self::MAX_CHARS => Err(TextError::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Text(…)")
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}
