//! The key that wraps the data keys.

use std::fmt;

use async_trait::async_trait;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::primitives::{decrypt, encrypt, framed, random_nonce};
use crate::secrets::Generation;

/// Wraps and unwraps data keys. The key itself may live in a file or in another system; the vault
/// sees only what it wraps and unwraps.
#[async_trait]
pub trait KeyEncryptionKey: Send + Sync {
    /// Wraps a key with the newest generation and answers which one that was. `context` says where
    /// the wrapped key belongs; it does not unwrap anywhere else.
    async fn wrap(&self, context: &[u8], key: &[u8]) -> Result<(i32, Vec<u8>), VaultError>;

    /// Unwraps a key that the given generation wrapped for the given context.
    async fn unwrap(
        &self,
        context: &[u8],
        generation: i32,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError>;

    /// The generation that wraps from now on.
    fn current_generation(&self) -> i32;
}

/// Key-encryption keys that were read from the file of secrets: the newest wraps, all unwrap.
pub struct FileKeyEncryptionKey {
    newest: Generation,
    older: Vec<Generation>,
}

impl FileKeyEncryptionKey {
    pub(crate) fn new(newest: Generation, older: Vec<Generation>) -> Self {
        Self { newest, older }
    }

    fn of(&self, generation: i32) -> Result<&Generation, VaultError> {
        std::iter::once(&self.newest)
            .chain(&self.older)
            .find(|key| key.generation == generation)
            .ok_or(VaultError::UnknownGeneration { generation })
    }
}

#[async_trait]
impl KeyEncryptionKey for FileKeyEncryptionKey {
    async fn wrap(&self, context: &[u8], key: &[u8]) -> Result<(i32, Vec<u8>), VaultError> {
        let Generation { generation, key: wrapping } = &self.newest;
        let wrapped = encrypt(wrapping, random_nonce()?, &bound(context, *generation), key)?;
        Ok((*generation, wrapped))
    }

    async fn unwrap(
        &self,
        context: &[u8],
        generation: i32,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let wrapping = &self.of(generation)?.key;
        decrypt(wrapping, &bound(context, generation), wrapped).ok_or(VaultError::WrongKey { generation })
    }

    fn current_generation(&self) -> i32 {
        self.newest.generation
    }
}

impl fmt::Debug for FileKeyEncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileKeyEncryptionKey(generation {})", self.newest.generation)
    }
}

fn bound(context: &[u8], generation: i32) -> Vec<u8> {
    framed(&[b"wrapped data key", &generation.to_be_bytes(), context])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::primitives::random_key;

    fn key(generation: i32) -> Generation {
        Generation { generation, key: random_key().unwrap() }
    }

    #[tokio::test]
    async fn unwraps_what_it_wrapped_in_the_same_context_only() {
        let kek = FileKeyEncryptionKey::new(key(1), vec![]);
        let (generation, wrapped) = kek.wrap(b"here", b"a data key").await.unwrap();
        let unwrapped = kek.unwrap(b"here", generation, &wrapped).await.unwrap();
        assert_eq!(&unwrapped[..], b"a data key");
        assert!(matches!(
            kek.unwrap(b"there", generation, &wrapped).await,
            Err(VaultError::WrongKey { generation: 1 })
        ));
    }

    #[tokio::test]
    async fn wraps_the_same_key_to_other_bytes_each_time() {
        let kek = FileKeyEncryptionKey::new(key(1), vec![]);
        let once = kek.wrap(b"here", b"a data key").await.unwrap();
        assert_ne!(kek.wrap(b"here", b"a data key").await.unwrap(), once);
    }

    #[tokio::test]
    async fn refuses_a_key_that_another_key_encryption_key_wrapped() {
        let (kek, other) =
            (FileKeyEncryptionKey::new(key(1), vec![]), FileKeyEncryptionKey::new(key(1), vec![]));
        let (generation, wrapped) = other.wrap(b"here", b"a data key").await.unwrap();
        assert!(matches!(
            kek.unwrap(b"here", generation, &wrapped).await,
            Err(VaultError::WrongKey { generation: 1 })
        ));
    }

    #[tokio::test]
    async fn names_the_generation_that_is_not_there() {
        let kek = FileKeyEncryptionKey::new(key(2), vec![]);
        assert!(matches!(
            kek.unwrap(b"here", 1, &[0; 60]).await,
            Err(VaultError::UnknownGeneration { generation: 1 })
        ));
    }

    #[tokio::test]
    async fn wraps_with_the_newest_generation_and_unwraps_with_all() {
        let (first, second) = (key(1), key(2));
        let before = FileKeyEncryptionKey::new(first.clone(), vec![]);
        let after = FileKeyEncryptionKey::new(second, vec![first]);
        let (old, wrapped) = before.wrap(b"here", b"a data key").await.unwrap();
        let (new, _) = after.wrap(b"here", b"a data key").await.unwrap();
        assert_eq!((old, new), (1, 2));
        let unwrapped = after.unwrap(b"here", old, &wrapped).await.unwrap();
        assert_eq!(&unwrapped[..], b"a data key");
    }

    #[tokio::test]
    async fn refuses_every_altered_or_shortened_wrapped_key() {
        let kek = FileKeyEncryptionKey::new(key(1), vec![]);
        let (_, wrapped) = kek.wrap(b"here", &[7; 32]).await.unwrap();
        for at in 0..wrapped.len() {
            let mut altered = wrapped.clone();
            altered[at] ^= 1;
            assert!(kek.unwrap(b"here", 1, &altered).await.is_err());
            assert!(kek.unwrap(b"here", 1, &wrapped[..at]).await.is_err());
        }
    }

    #[test]
    fn shows_its_generation_and_nothing_else() {
        let kek = FileKeyEncryptionKey::new(key(3), vec![key(2)]);
        assert_eq!(format!("{kek:?}"), "FileKeyEncryptionKey(generation 3)");
    }
}
