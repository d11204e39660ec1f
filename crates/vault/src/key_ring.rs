//! The data keys that one piece of work needs, in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use schakel_domain::personal::Subject;

use crate::VaultError;
use crate::primitives::{KEY_LEN, Key, NonceBytes, decrypt, encrypt, mac};

/// The keys of some streams: it seals and opens without waiting for anything.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    streams: HashMap<String, HashMap<Subject, DataKey>>,
}

impl KeyRing {
    /// Takes the other ring's keys in. A key that either knows as destroyed stays destroyed.
    pub fn merge(&mut self, other: Self) {
        for (stream, keys) in other.streams {
            for (subject, key) in keys {
                self.insert(&stream, subject, key);
            }
        }
    }

    pub(crate) fn insert(&mut self, stream: &str, subject: Subject, key: DataKey) {
        let keys = self.streams.entry(stream.to_owned()).or_default();
        let known = keys.entry(subject).or_insert_with(|| key.clone());
        if matches!(key, DataKey::Destroyed) {
            *known = key;
        }
    }

    pub(crate) fn find(&self, stream: &str, subject: Subject) -> Result<&DataKey, VaultError> {
        self.streams
            .get(stream)
            .and_then(|keys| keys.get(&subject))
            .ok_or_else(|| VaultError::KeyMissing { stream: stream.to_owned(), subject })
    }

    /// The key for sealing: a destroyed one is an error.
    pub(crate) fn find_live(&self, stream: &str, subject: Subject) -> Result<&SubKeys, VaultError> {
        match self.find(stream, subject)? {
            DataKey::Live(keys) => Ok(keys),
            DataKey::Destroyed => Err(VaultError::KeyDestroyed { stream: stream.to_owned(), subject }),
        }
    }
}

/// The key of one stream and subject.
#[derive(Clone, Debug)]
pub(crate) enum DataKey {
    Live(Arc<SubKeys>),
    Destroyed,
}

impl DataKey {
    pub fn live(data_key: &Key) -> Result<Self, VaultError> {
        SubKeys::derive(data_key).map(|keys| Self::Live(Arc::new(keys)))
    }
}

/// What is derived from a data key; wiped from memory when it is dropped.
pub(crate) struct SubKeys {
    cipher: Key,
    nonce: Key,
}

impl SubKeys {
    fn derive(data_key: &Key) -> Result<Self, VaultError> {
        Ok(Self { cipher: derive(data_key, b"cipher")?, nonce: derive(data_key, b"nonce")? })
    }

    /// The nonce is derived from context and plaintext, so that the same value at the same place
    /// always seals to the same bytes, and a repeated nonce can only mean a repeated message.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = NonceBytes::default();
        let length = nonce.len();
        nonce.copy_from_slice(&mac(&self.nonce, &[context, plain])[..length]);
        encrypt(&self.cipher, nonce, context, plain)
    }

    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
        decrypt(&self.cipher, context, sealed)
    }
}

impl fmt::Debug for SubKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

struct KeyLength;

impl KeyType for KeyLength {
    fn len(&self) -> usize {
        KEY_LEN
    }
}

fn derive(data_key: &Key, purpose: &[u8]) -> Result<Key, VaultError> {
    let mut key = Key::default();
    Salt::new(HKDF_SHA256, b"schakel data key")
        .extract(&data_key[..])
        .expand(&[purpose], KeyLength)?
        .fill(&mut key[..])?;
    Ok(key)
}
