//! Values about a person, marked so that they can be sealed at rest.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// JSON key of a personal value in the open. Only the vault may see it go by; nothing stores it.
pub const PERSONAL: &str = "$personal";
/// JSON key of a personal value that the vault has sealed.
pub const SEALED: &str = "$sealed";
/// JSON key of a personal value whose key has been destroyed.
pub const ERASED: &str = "$erased";

/// Whom a personal value is about: it decides which key seals it, so that one family member's data
/// can be destroyed while the others' stay (HANDBOOK §9, erasure).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The stream as a whole: the case, the person, the meeting.
    Stream,
    /// One member of a case's subject.
    Member(Uuid),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream => f.write_str("stream"),
            Self::Member(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for Subject {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "stream" => Ok(Self::Stream),
            id => id.parse().map(Self::Member),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("a subject is `stream` or a member's id"))
    }
}

/// A value about a person. `Debug` shows neither the value nor its length.
///
/// As JSON it is `{"$personal": {"about": …, "value": …}}` in the open, which only the vault
/// handles, and `{"$erased": true}` once its key is gone.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal<T> {
    /// The value can be read.
    Known {
        /// Whose key seals it.
        about: Subject,
        /// The value itself.
        value: T,
    },
    /// The key was destroyed; the value is gone for good.
    Erased,
}

impl<T> Personal<T> {
    /// A value about the stream as a whole.
    pub fn of_stream(value: T) -> Self {
        Self::about(Subject::Stream, value)
    }

    /// A value about one subject.
    pub fn about(about: Subject, value: T) -> Self {
        Self::Known { about, value }
    }

    /// The value, unless it was erased.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Erased => None,
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known { .. } => "Personal(known)",
            Self::Erased => "Personal(erased)",
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Open<T> {
    about: Subject,
    value: T,
}

#[derive(Serialize, Deserialize)]
enum Node<T> {
    #[serde(rename = "$personal")]
    Personal(Open<T>),
    #[serde(rename = "$erased")]
    Erased(bool),
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known { about, value } => Node::Personal(Open { about: *about, value }),
            Self::Erased => Node::Erased(true),
        }
        .serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Node::deserialize(deserializer)? {
            Node::Personal(Open { about, value }) => Self::Known { about, value },
            Node::Erased(true) => Self::Erased,
            Node::Erased(false) => return Err(serde::de::Error::custom("`$erased` can only be true")),
        })
    }
}
