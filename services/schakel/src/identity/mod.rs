//! Who is calling: bearer tokens, verified offline against the issuer's keys (NORMS §5, OAuth NL profile).

mod certificate;
pub mod demo;
mod key_set;
mod token;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jsonwebtoken::get_current_timestamp;
use moka::future::Cache;
use schakel_access::Actor;
use schakel_domain::organisation::Oin;

pub use certificate::{Certificate, Thumbprint};
pub use key_set::{KeySet, KeySetError, KeySource};
use token::Verified;

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
    /// `scope`: every one of these.
    pub scopes: Vec<String>,
    /// `azp`: one of these, with the organisation that its certificate must name, if one must; any client of
    /// the issuer when there are none.
    pub clients: BTreeMap<String, Option<Oin>>,
    /// Whether a token must be bound to a certificate.
    pub binding: Binding,
}

/// Whether a token must be bound to the certificate of the connection (RFC 8705). One that is bound is
/// accepted with that certificate alone, in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// It may be.
    Optional,
    /// It must be.
    Required,
}

/// Who is calling, and through what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub actor: Actor,
    /// The client to which the token was issued (`azp`, or `client_id`).
    pub client: String,
    /// Whose certificate made the connection.
    pub shown: Shown,
    /// Whether the token has every scope that is asked for.
    pub in_scope: bool,
}

/// Which organisation a connection was made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// No certificate, or one that the service does not get to see.
    Nothing,
    /// A certificate without an organisation's number.
    Nameless,
    /// A certificate with this one.
    Number(Oin),
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
    /// Signed by the issuer, and not for calling with.
    #[error("type of token not accepted")]
    Type,
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
    /// Issued to a client that is not accepted.
    #[error("client not accepted")]
    Client,
    /// Bound to another certificate than that of the connection, or not bound where it must be.
    #[error("certificate does not fit")]
    Binding,
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
    believed: Cache<[u8; 32], Arc<Verified>>,
}

impl Verifier {
    /// A verifier with these keys.
    pub fn new(accepted: Accepted, keys: Arc<KeySet>) -> Self {
        let believed = Cache::builder().max_capacity(10_000).time_to_live(BELIEVED_FOR).build();
        Self { accepted, keys, believed }
    }

    /// Which scopes are asked for.
    pub fn scopes(&self) -> &[String] {
        &self.accepted.scopes
    }

    /// Who is behind a request that came over a connection with this certificate, if it had one. A token
    /// anywhere but in the header is not looked at.
    ///
    /// # Errors
    /// When it is not known who is, as far as the token and the certificate say.
    pub async fn verify(
        &self,
        headers: &HeaderMap,
        certificate: Option<&Certificate>,
    ) -> Result<Caller, Refusal> {
        let verified = self.believe(bearer(headers)?).await?;
        if !self.accepted.fits(&verified, certificate) {
            return Err(Refusal::Binding);
        }
        Ok(Caller {
            actor: verified.actor.clone(),
            client: verified.client.clone(),
            shown: certificate
                .map_or(Shown::Nothing, |it| it.oin.clone().map_or(Shown::Nameless, Shown::Number)),
            in_scope: verified.in_scope,
        })
    }

    /// A token is believed for a while, but no longer than the key that signed it.
    async fn believe(&self, token: &str) -> Result<Arc<Verified>, Refusal> {
        let fingerprint = fingerprint(token);
        if let Some(believed) = self.believed.get(&fingerprint).await
            && get_current_timestamp() < believed.expires + LEEWAY
            && self.keys.has(&believed.kid)
        {
            return Ok(believed);
        }
        let verified = Arc::new(token::verify(token, &self.accepted, &self.keys).await?);
        self.believed.insert(fingerprint, verified.clone()).await;
        Ok(verified)
    }
}

impl Accepted {
    /// Whether the connection was made with the certificate that token and client are bound to.
    fn fits(&self, verified: &Verified, certificate: Option<&Certificate>) -> bool {
        let token_fits = match verified.bound_to {
            Some(bound_to) => certificate.is_some_and(|it| it.thumbprint == bound_to),
            None => self.binding == Binding::Optional,
        };
        let client_fits = match self.clients.get(&verified.client) {
            Some(Some(oin)) => certificate.is_some_and(|it| it.oin.as_ref() == Some(oin)),
            _ => true,
        };
        token_fits && client_fits
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
