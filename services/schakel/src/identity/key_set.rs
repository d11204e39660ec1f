//! The issuer's public keys.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, get_current_timestamp};
use metrics::gauge;
use reqwest::Client;
use reqwest::redirect::Policy;
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::Refusal;
use crate::config::is_safe;

/// Algorithms that are accepted; all others are refused (NORMS §5).
pub(super) const ACCEPTED_ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];
/// A token with an unknown key makes us look for new keys at most this often.
const AT_MOST_EVERY: Duration = Duration::from_secs(10);
/// New keys are looked for at least this often.
const AT_LEAST_EVERY: Duration = Duration::from_secs(300);
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_KEY_SET_BYTES: usize = 1024 * 1024;

/// Where the issuer publishes its key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A file.
    File(PathBuf),
    /// An address: https, or http on this machine alone.
    Url(Url),
    /// The address of a document that names it (OpenID Connect Discovery, RFC 8414).
    Discovery {
        /// The document.
        document: Url,
        /// Of whom it may be: one of these.
        issuers: Vec<String>,
    },
}

impl KeySource {
    /// Where in an issuer's address the document stands.
    const DOCUMENTS: [&str; 2] =
        ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    /// The source at this address: a document that names the key set, by its well-known path, or the set.
    pub fn at(url: Url, issuers: &[String]) -> Self {
        match Self::DOCUMENTS.iter().any(|document| url.path().contains(document)) {
            true => Self::Discovery { document: url, issuers: issuers.to_vec() },
            false => Self::Url(url),
        }
    }
}

/// What is read of an issuer's document.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Why a key set cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// The file cannot be read.
    #[error("the key set file cannot be read")]
    File(#[from] std::io::Error),
    /// Nothing can be fetched from here, as when the system has no certificates of authorities.
    #[error("no key set can be fetched from here: are there certificates of authorities?")]
    Client(#[source] reqwest::Error),
    /// The address does not answer as it should.
    #[error("the key set cannot be fetched")]
    Fetch(#[from] reqwest::Error),
    /// It is no key set.
    #[error("this is not a key set")]
    NotAKeySet(#[from] serde_json::Error),
    /// The issuer's document is of another issuer, or names an address that is not safe.
    #[error("the issuer's document is of another issuer, or names no safe address")]
    OtherIssuer,
    /// It is too large to be one.
    #[error("the key set is too large")]
    TooLarge,
}

/// A key, and what it may have signed with.
pub(super) struct Key {
    pub key: DecodingKey,
    pub algorithms: Vec<Algorithm>,
}

type Keys = HashMap<String, Arc<Key>>;

/// The keys by their `kid`, kept up to date.
pub struct KeySet {
    reader: Reader,
    keys: RwLock<Option<Keys>>,
    tried_at: Mutex<Option<Instant>>,
}

impl KeySet {
    /// A key set that will be read when it is first needed.
    ///
    /// # Errors
    /// [`KeySetError::Client`] when it is elsewhere and nothing can be fetched.
    pub fn new(source: KeySource) -> Result<Self, KeySetError> {
        Ok(Self { reader: Reader::of(source)?, keys: RwLock::new(None), tried_at: Mutex::new(None) })
    }

    /// Reads the keys anew; on failure the ones at hand stay.
    pub async fn refresh(&self) -> Result<(), KeySetError> {
        let set: JwkSet = serde_json::from_slice(&self.reader.read().await?)?;
        let keys = set.keys.iter().filter_map(usable).collect();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        gauge!("issuer_keys_read_timestamp_seconds").set(get_current_timestamp() as f64);
        Ok(())
    }

    /// Keeps the keys up to date until the service stops.
    pub async fn keep_fresh(&self, shutdown: CancellationToken) {
        let mut ticks = tokio::time::interval(AT_LEAST_EVERY);
        while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
            self.refresh_or_warn().await;
        }
    }

    /// The key with this `kid`; an unknown one makes us look for new keys, not too often.
    pub(super) async fn find(&self, kid: &str) -> Result<Arc<Key>, Refusal> {
        if let Some(key) = self.at_hand(kid) {
            return Ok(key);
        }
        let mut tried_at = self.tried_at.lock().await;
        if tried_at.is_none_or(|tried| tried.elapsed() >= AT_MOST_EVERY) {
            *tried_at = Some(Instant::now());
            self.refresh_or_warn().await;
        }
        drop(tried_at);
        if let Some(key) = self.at_hand(kid) {
            return Ok(key);
        }
        match *self.keys.read().unwrap_or_else(PoisonError::into_inner) {
            Some(_) => Err(Refusal::UnknownKey),
            None => Err(Refusal::NoKeys),
        }
    }

    /// Whether the issuer still publishes this key, as far as is known.
    pub(super) fn has(&self, kid: &str) -> bool {
        self.at_hand(kid).is_some()
    }

    fn at_hand(&self, kid: &str) -> Option<Arc<Key>> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref()?.get(kid).cloned()
    }

    async fn refresh_or_warn(&self) {
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "the issuer's keys were not refreshed");
        }
    }
}

/// A source with what it takes to read it: a file needs nothing that speaks TLS.
enum Reader {
    File(PathBuf),
    Address(Client, Url),
    Document { client: Client, document: Url, issuers: Vec<String> },
}

impl Reader {
    fn of(source: KeySource) -> Result<Self, KeySetError> {
        match source {
            KeySource::File(path) => Ok(Self::File(path)),
            KeySource::Url(url) => Ok(Self::Address(client()?, url)),
            KeySource::Discovery { document, issuers } => {
                Ok(Self::Document { client: client()?, document, issuers })
            }
        }
    }

    async fn read(&self) -> Result<Vec<u8>, KeySetError> {
        match self {
            Self::File(path) => Ok(tokio::fs::read(path).await?),
            Self::Address(client, url) => fetch(client, url.clone()).await,
            Self::Document { client, document, issuers } => {
                let document: Document = serde_json::from_slice(&fetch(client, document.clone()).await?)?;
                let keys = Url::parse(&document.jwks_uri).ok().filter(is_safe);
                let keys = keys.filter(|_| issuers.contains(&document.issuer));
                fetch(client, keys.ok_or(KeySetError::OtherIssuer)?).await
            }
        }
    }
}

fn client() -> Result<Client, KeySetError> {
    Client::builder().timeout(FETCH_TIMEOUT).redirect(Policy::none()).build().map_err(KeySetError::Client)
}

async fn fetch(client: &Client, url: Url) -> Result<Vec<u8>, KeySetError> {
    let mut response = client.get(url).send().await?.error_for_status()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_KEY_SET_BYTES {
            return Err(KeySetError::TooLarge);
        }
    }
    Ok(bytes)
}

fn usable(jwk: &Jwk) -> Option<(String, Arc<Key>)> {
    let kid = jwk.common.key_id.clone()?;
    if matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption)) {
        return None;
    }
    let algorithms = match (&jwk.algorithm, jwk.common.key_algorithm) {
        (AlgorithmParameters::RSA(_), None) => vec![Algorithm::RS256, Algorithm::PS256],
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS256)) => vec![Algorithm::RS256],
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS256)) => vec![Algorithm::PS256],
        (AlgorithmParameters::EllipticCurve(ec), None | Some(KeyAlgorithm::ES256))
            if ec.curve == EllipticCurve::P256 =>
        {
            vec![Algorithm::ES256]
        }
        _ => return None,
    };
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some((kid, Arc::new(Key { key, algorithms })))
}
