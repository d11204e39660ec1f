//! Who is calling: bearer tokens, verified offline against the issuer's keys (NORMS §5, OAuth NL profile).

pub mod demo;
mod key_set;
mod token;

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jsonwebtoken::get_current_timestamp;
use moka::future::Cache;
use schakel_access::Actor;

pub use key_set::{KeySet, KeySetError, KeySource};

/// Difference between clocks that is tolerated, in seconds.
const LEEWAY: u64 = 30;
/// How long a verified token is believed without being verified again.
const BELIEVED_FOR: Duration = Duration::from_secs(60);

/// Which tokens are accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// `iss`: one of these.
    pub issuers: Vec<String>,
    /// `aud`: this one among them.
    pub audience: String,
}

/// Why a token is not accepted. For the log; the caller learns only that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No `Authorization` header.
    #[error("no token")]
    NoToken,
    /// More than one `Authorization` header, another scheme, or no token at all in it.
    #[error("no bearer token")]
    NotBearer,
    /// Not a signed token.
    #[error("malformed token")]
    Malformed,
    /// Signed in a way that is not accepted, or not signed.
    #[error("algorithm not accepted")]
    Algorithm,
    /// Signed with a key that the issuer does not publish.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("signature does not fit")]
    Signature,
    /// Issued by somebody else.
    #[error("issuer not accepted")]
    Issuer,
    /// Meant for somebody else.
    #[error("audience not accepted")]
    Audience,
    /// No longer valid.
    #[error("expired")]
    Expired,
    /// Not yet valid.
    #[error("not yet valid")]
    NotYet,
    /// A claim is missing or has another form than agreed.
    #[error("claims not as agreed")]
    Claims,
    /// The issuer's keys could never be read: no fault of the caller's.
    #[error("no keys")]
    NoKeys,
}

/// Verifies tokens.
pub struct Verifier {
    accepted: Accepted,
    keys: Arc<KeySet>,
    believed: Cache<[u8; 32], Believed>,
}

#[derive(Clone)]
struct Believed {
    actor: Arc<Actor>,
    expires: u64,
}

impl Verifier {
    /// A verifier with these keys.
    pub fn new(accepted: Accepted, keys: Arc<KeySet>) -> Self {
        let believed = Cache::builder().max_capacity(10_000).time_to_live(BELIEVED_FOR).build();
        Self { accepted, keys, believed }
    }

    /// The actor behind a request. A token anywhere but in the header is not looked at.
    pub async fn verify(&self, headers: &HeaderMap) -> Result<Arc<Actor>, Refusal> {
        let token = bearer(headers)?;
        let fingerprint = fingerprint(token);
        if let Some(believed) = self.believed.get(&fingerprint).await
            && get_current_timestamp() < believed.expires + LEEWAY
        {
            return Ok(believed.actor);
        }
        let (actor, expires) = token::verify(token, &self.accepted, &self.keys).await?;
        let actor = Arc::new(actor);
        let believed = Believed { actor: actor.clone(), expires };
        self.believed.insert(fingerprint, believed).await;
        Ok(actor)
    }
}

fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::NoToken)?;
    if values.next().is_some() {
        return Err(Refusal::NotBearer);
    }
    let text = value.to_str().map_err(|_| Refusal::NotBearer)?;
    let (scheme, token) = text.split_once(' ').ok_or(Refusal::NotBearer)?;
    let token = token.trim_matches(' ');
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(Refusal::NotBearer);
    }
    Ok(token)
}

fn fingerprint(token: &str) -> [u8; 32] {
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    fingerprint
}

#[cfg(test)]
mod tests;
