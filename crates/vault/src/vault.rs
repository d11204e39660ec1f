//! Getting, keeping and destroying data keys.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use schakel_connections::Pool;
use schakel_domain::personal::Subject;
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::watch;

use crate::data_keys::{self, NewKey, Row};
use crate::key_ring::DataKey;
use crate::primitives::{KEY_LEN, Key, mac, random_key};
use crate::sealing::sealed_subjects_of;
use crate::{BlindIndex, KeyEncryptionKey, KeyRing, Secrets, VaultError};

/// How long an unwrapped key is kept at most (DESIGN §3: minutes).
const KEPT: Duration = Duration::from_secs(120);
const MOST_KEPT: u64 = 50_000;

/// Hands out the keys that seal and open personal values. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    db: Pool,
    key_encryption: Arc<dyn KeyEncryptionKey>,
    cache: Cache<(String, Subject), DataKey>,
    evictions: watch::Sender<u64>,
    index: BlindIndex,
    fingerprint_key: Key,
}

/// JSON as it is stored, with where it is stored: what [`Vault::open`] opens.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The stream whose keys sealed it.
    pub stream: String,
    /// The place in the stream for which it was sealed.
    pub place: String,
    /// The sealed JSON.
    pub json: Value,
}

impl Vault {
    /// A vault over the keys database, with the key-encryption key from the secrets.
    pub fn new(keys_db: Pool, secrets: Secrets) -> Self {
        let Secrets { key_encryption, peppers, fingerprint_key } = secrets;
        Self::build(keys_db, Arc::new(key_encryption), BlindIndex::new(peppers), fingerprint_key, KEPT)
    }

    /// A vault whose key-encryption key lives elsewhere; the one in the secrets is not used.
    pub fn with_key_encryption(
        keys_db: Pool,
        secrets: Secrets,
        key_encryption: Arc<dyn KeyEncryptionKey>,
    ) -> Self {
        let index = BlindIndex::new(secrets.peppers);
        Self::build(keys_db, key_encryption, index, secrets.fingerprint_key, KEPT)
    }

    fn build(
        db: Pool,
        key_encryption: Arc<dyn KeyEncryptionKey>,
        index: BlindIndex,
        fingerprint_key: Key,
        kept: Duration,
    ) -> Self {
        let cache = Cache::builder().max_capacity(MOST_KEPT).time_to_live(kept).build();
        Self {
            inner: Arc::new(Inner {
                db,
                key_encryption,
                cache,
                evictions: watch::Sender::new(0),
                index,
                fingerprint_key,
            }),
        }
    }

    /// Creates or completes the table of keys, and gives the service's role what it needs of it.
    pub async fn migrate(keys_db_owner: &PgConnectOptions, service_role: &str) -> Result<(), VaultError> {
        data_keys::migrate(keys_db_owner, service_role).await
    }

    /// The keys of these subjects, for sealing: [`Vault::writing_keys_of_many`] for one stream.
    pub async fn writing_keys(
        &self,
        stream: &str,
        subjects: &BTreeSet<Subject>,
    ) -> Result<KeyRing, VaultError> {
        self.writing_keys_of_many(&[(stream, subjects)]).await
    }

    /// The keys of these subjects of these streams, for sealing, in one round trip for all of them
    /// together, and none when all are cached. What is missing is created, and durable before this
    /// returns. A key that was destroyed, or any new key of a stream whose own key was destroyed,
    /// is [`VaultError::KeyDestroyed`]; the keys of the others may have been created by then.
    pub async fn writing_keys_of_many(
        &self,
        needed: &[(&str, &BTreeSet<Subject>)],
    ) -> Result<KeyRing, VaultError> {
        let mut ring = KeyRing::default();
        let mut missing = Vec::new();
        for &(stream, subjects) in needed {
            let subjects = self.take_cached(stream, subjects, &mut ring).await;
            missing.extend(subjects.into_iter().map(|subject| (stream, subject)));
        }
        if !missing.is_empty() {
            self.create(&missing, &mut ring).await?;
        }
        for &(stream, subjects) in needed {
            for subject in subjects {
                ring.find_live(stream, *subject)?;
            }
        }
        Ok(ring)
    }

    /// All keys of these streams, for opening, in one round trip for all of them together. It is
    /// taken even when all are cached: only the table knows whether another process has added a
    /// subject since. [`Vault::open`] does without when it can.
    pub async fn reading_keys(&self, streams: &[&str]) -> Result<KeyRing, VaultError> {
        let mut ring = KeyRing::default();
        if streams.is_empty() {
            return Ok(ring);
        }
        let seen = self.evictions();
        for row in data_keys::of_streams(&self.inner.db, streams).await? {
            let subject = row.subject()?;
            let key = self.key_of(&row, subject, seen).await?;
            ring.insert(&row.stream, subject, key);
        }
        Ok(ring)
    }

    /// Opens what was stored, in the same order. Takes no round trip when all keys are cached, and
    /// one for the rest otherwise.
    pub async fn open(&self, stored: &[Stored]) -> Result<Vec<Value>, VaultError> {
        let mut ring = KeyRing::default();
        let mut streams = BTreeSet::new();
        for item in stored {
            let subjects = sealed_subjects_of(&item.json);
            if !self.take_cached(&item.stream, &subjects, &mut ring).await.is_empty() {
                streams.insert(item.stream.as_str());
            }
        }
        ring.merge(self.reading_keys(&Vec::from_iter(streams)).await?);
        match open_all(&ring, stored) {
            // A value inside a sealed value is about someone else: that shows only now.
            Err(VaultError::KeyMissing { .. }) => {
                let streams = BTreeSet::from_iter(stored.iter().map(|item| item.stream.as_str()));
                open_all(&self.reading_keys(&Vec::from_iter(streams)).await?, stored)
            }
            opened => opened,
        }
    }

    /// Destroys one subject's key for good, or with `None` all keys of the stream, so that no
    /// subject of it can ever get one again. Answers how many keys there were to destroy. This
    /// process forgets them at once, others as soon as they are notified, two minutes at the latest.
    pub async fn destroy(&self, stream: &str, subject: Option<Subject>) -> Result<u64, VaultError> {
        #[cfg(feature = "sabotage")]
        if schakel_connections::sabotaged("kept-key") {
            return Ok(0);
        }
        let gone = data_keys::destroy(&self.inner.db, stream, subject).await?;
        for (subject, _) in &gone {
            self.forget(stream, *subject).await;
        }
        Ok(gone.iter().filter(|(_, was_there)| *was_there).count() as u64)
    }

    /// How many keys of this stream are destroyed: a count that stays the same however often, and in
    /// however many steps, that was done.
    pub async fn destroyed(&self, stream: &str) -> Result<u64, VaultError> {
        data_keys::destroyed(&self.inner.db, stream).await
    }

    /// Re-wraps all keys of older generations with the newest key-encryption key, in batches, and
    /// answers how many. No sealed value changes.
    pub async fn rewrap(&self) -> Result<u64, VaultError> {
        let mut total = 0;
        loop {
            let found = data_keys::rewrap_batch(&self.inner.db, &*self.inner.key_encryption).await?;
            if found == 0 {
                return Ok(total);
            }
            total += found;
        }
    }

    /// The blind index, for lookups.
    pub fn index(&self) -> &BlindIndex {
        &self.inner.index
    }

    /// HMAC-SHA-256 of the bytes under a key of its own: tells whether two requests were the same
    /// without giving away what was in them.
    pub fn fingerprint(&self, bytes: &[u8]) -> [u8; 32] {
        mac(&self.inner.fingerprint_key, &[bytes])
    }

    /// Counts how often keys were evicted before their time; a change can be awaited.
    pub fn watch_evictions(&self) -> watch::Receiver<u64> {
        self.inner.evictions.subscribe()
    }

    pub(crate) fn db(&self) -> &Pool {
        &self.inner.db
    }

    /// Puts what is cached on the ring and answers what is not.
    async fn take_cached(
        &self,
        stream: &str,
        subjects: &BTreeSet<Subject>,
        ring: &mut KeyRing,
    ) -> Vec<Subject> {
        let mut missing = Vec::new();
        for subject in subjects {
            match self.inner.cache.get(&(stream.to_owned(), *subject)).await {
                Some(key) => ring.insert(stream, *subject, key),
                None => missing.push(*subject),
            }
        }
        missing
    }

    /// Puts the keys of these subjects on the ring, new ones where there were none.
    async fn create(&self, missing: &[(&str, Subject)], ring: &mut KeyRing) -> Result<(), VaultError> {
        let mut proposals = Vec::with_capacity(missing.len());
        for (stream, subject) in missing {
            proposals.push(self.propose(stream, *subject).await?);
        }
        let seen = self.evictions();
        let mut rows = HashMap::with_capacity(missing.len());
        for row in data_keys::create(&self.inner.db, &proposals).await? {
            rows.insert((row.stream.clone(), row.subject()?), row);
        }
        for proposal in proposals {
            let place = (proposal.stream, proposal.subject);
            let key = match rows.get(&place) {
                Some(row) if row.wrapped.as_ref() == Some(&proposal.wrapped) => {
                    let key = DataKey::live(&proposal.key)?;
                    self.keep(&place.0, place.1, &key, seen).await;
                    key
                }
                Some(another) => self.key_of(another, place.1, seen).await?,
                // The whole stream has been destroyed.
                None => DataKey::Destroyed,
            };
            ring.insert(&place.0, place.1, key);
        }
        Ok(())
    }

    async fn propose(&self, stream: &str, subject: Subject) -> Result<NewKey, VaultError> {
        let key = random_key()?;
        let context = data_keys::context(stream, subject);
        let (generation, wrapped) = self.inner.key_encryption.wrap(&context, &key[..]).await?;
        Ok(NewKey { stream: stream.to_owned(), subject, key, generation, wrapped })
    }

    /// The key of a row that was read when the count of evictions was `seen`.
    async fn key_of(&self, row: &Row, subject: Subject, seen: u64) -> Result<DataKey, VaultError> {
        let key = match &row.wrapped {
            None => DataKey::Destroyed,
            Some(wrapped) => {
                let place = (row.stream.clone(), subject);
                if let Some(key) = self.inner.cache.get(&place).await {
                    return Ok(key);
                }
                self.unwrap(row, subject, wrapped).await?
            }
        };
        self.keep(&row.stream, subject, &key, seen).await;
        Ok(key)
    }

    async fn unwrap(&self, row: &Row, subject: Subject, wrapped: &[u8]) -> Result<DataKey, VaultError> {
        let generation = row.generation;
        let context = data_keys::context(&row.stream, subject);
        let key_encryption = &self.inner.key_encryption;
        let key = key_encryption.unwrap(&context, generation, wrapped).await?;
        let bytes =
            <&[u8; KEY_LEN]>::try_from(key.as_slice()).map_err(|_| VaultError::WrongKey { generation })?;
        DataKey::live(&Key::new(*bytes))
    }

    /// Caches a key, unless some were evicted since `seen`: it may have been read before its own
    /// destruction and arrive after it.
    async fn keep(&self, stream: &str, subject: Subject, key: &DataKey, seen: u64) {
        let place = (stream.to_owned(), subject);
        self.inner.cache.insert(place.clone(), key.clone()).await;
        if self.evictions() != seen {
            self.inner.cache.invalidate(&place).await;
        }
    }

    fn evictions(&self) -> u64 {
        *self.inner.evictions.borrow()
    }

    /// Forgets one key at once.
    pub(crate) async fn forget(&self, stream: &str, subject: Subject) {
        // Invalidated after the count has changed: see `keep`. Counted once more at the end, so
        // that whoever awaits the count finds the key gone.
        self.count_eviction();
        let place = (stream.to_owned(), subject);
        self.inner.cache.invalidate(&place).await;
        self.inner.cache.run_pending_tasks().await;
        self.count_eviction();
    }

    /// Forgets all keys at once.
    pub(crate) async fn forget_all(&self) {
        self.count_eviction();
        self.inner.cache.invalidate_all();
        self.inner.cache.run_pending_tasks().await;
        self.count_eviction();
    }

    /// Frees, and so wipes, keys that have expired: the cache does that only when it is used.
    pub(crate) async fn wipe_expired(&self) {
        self.inner.cache.run_pending_tasks().await;
    }

    fn count_eviction(&self) {
        self.inner.evictions.send_modify(|count| *count += 1);
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(hidden)")
    }
}

fn open_all(ring: &KeyRing, stored: &[Stored]) -> Result<Vec<Value>, VaultError> {
    stored.iter().map(|item| ring.open(&item.stream, &item.place, item.json.clone())).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use schakel_connections::Pool;

    #[tokio::test]
    async fn a_key_that_has_expired_is_wiped_from_a_vault_that_nobody_uses() {
        let Secrets { key_encryption, peppers, fingerprint_key } = Secrets::generate().unwrap().0;
        let nowhere = Pool::lazy(PgConnectOptions::new(), 1);
        let index = BlindIndex::new(peppers);
        let kept = Duration::from_millis(500);
        let vault = Vault::build(nowhere, Arc::new(key_encryption), index, fingerprint_key, kept);
        let (key, place) = (DataKey::live(&random_key().unwrap()).unwrap(), ("Case/1", Subject::Stream));
        vault.keep(place.0, place.1, &key, vault.evictions()).await;
        let cache = &vault.inner.cache;
        vault.wipe_expired().await;
        assert_eq!(cache.entry_count(), 1, "it has not expired");
        while cache.contains_key(&(place.0.to_owned(), place.1)) {
            tokio::task::yield_now().await;
        }
        assert_eq!(cache.entry_count(), 1, "it has, and nobody was there");
        vault.wipe_expired().await;
        assert_eq!(cache.entry_count(), 0);
    }
}
