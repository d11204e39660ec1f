//! Keys, sealing of personal values, blind indexes.
//!
//! Every personal value is sealed with the data key of its stream and subject; the data keys are
//! wrapped by a key-encryption key and stored in a database of their own. Destroying a data key
//! erases everything that was sealed with it, in every copy and backup of the data.

mod blind_index;
mod data_keys;
mod destructions;
mod error;
mod key_encryption;
mod key_ring;
mod primitives;
mod sealing;
mod secrets;
mod vault;

pub use blind_index::{BlindIndex, Token};
pub use error::{SecretsError, VaultError};
pub use key_encryption::{FileKeyEncryptionKey, KeyEncryptionKey};
pub use key_ring::KeyRing;
pub use sealing::{SealedJson, subjects_of};
pub use secrets::Secrets;
pub use vault::{Stored, Vault};
