//! What can go wrong; no message holds a personal value or key material.

use schakel_domain::personal::Subject;

/// Why the vault did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key is gone for good, and with it everything it sealed.
    #[error("the key of `{subject}` in {stream} has been destroyed")]
    KeyDestroyed {
        /// The stream that the key belongs to.
        stream: String,
        /// Whom the key is about.
        subject: Subject,
    },
    /// The key ring, or the keys database, holds no such key.
    #[error("there is no key of `{subject}` in {stream}")]
    KeyMissing {
        /// The stream that the key belongs to.
        stream: String,
        /// Whom the key is about.
        subject: Subject,
    },
    /// A sealed value does not open: it was altered, or sealed for another place.
    #[error("a sealed value of {stream} at {place} was altered or moved")]
    Tampered {
        /// The stream in which it was found.
        stream: String,
        /// The place in the stream where it was found.
        place: String,
    },
    /// A marked node (`$personal`, `$sealed`, `$erased`) has a shape that cannot be trusted.
    #[error("{stream} at {place}: {mistake}")]
    Malformed {
        /// The stream in which it was found.
        stream: String,
        /// The place in the stream where it was found.
        place: String,
        /// What is wrong with it.
        mistake: &'static str,
    },
    /// A data key is wrapped by a key-encryption key that is not among the secrets.
    #[error("the key-encryption key of generation {generation} is not among the secrets")]
    UnknownGeneration {
        /// The generation that is needed.
        generation: i32,
    },
    /// A data key does not unwrap: the key-encryption key is another one, or the row was altered.
    #[error("a data key does not unwrap with the key-encryption key of generation {generation}")]
    WrongKey {
        /// The generation that was tried.
        generation: i32,
    },
    /// The key-encryption key cannot be reached (for one that lives outside the process).
    #[error("the key-encryption key cannot be reached")]
    KeyEncryptionUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The cryptographic library failed; it does not say why.
    #[error("the cryptographic library failed")]
    Cryptography,
    /// The keys database failed.
    #[error("the keys database failed")]
    Database(#[from] sqlx::Error),
}

impl From<aws_lc_rs::error::Unspecified> for VaultError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Cryptography
    }
}

/// Everything that is wrong with a text of secrets, at once; no message repeats what was in it.
#[derive(Debug, thiserror::Error)]
#[error("the secrets are not usable: {}", .mistakes.join("; "))]
pub struct SecretsError {
    mistakes: Vec<String>,
}

impl SecretsError {
    pub(crate) fn new(mistakes: Vec<String>) -> Self {
        Self { mistakes }
    }

    /// Each mistake in one line: where it is and what is expected there.
    pub fn mistakes(&self) -> &[String] {
        &self.mistakes
    }
}
