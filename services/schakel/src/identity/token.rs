//! One token.

use std::collections::BTreeMap;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use schakel_access::{Actor, Role};
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use serde::Deserialize;

use super::certificate::Thumbprint;
use super::key_set::{ACCEPTED_ALGORITHMS, KeySet};
use super::{Accepted, LEEWAY, Refusal};

/// Kinds of token that are for calling with (`typ`), in lower case; an issuer signs others with the same key.
const ACCEPTED_TYPES: [&str; 3] = ["jwt", "at+jwt", "application/at+jwt"];
/// The one way in which a token can be bound to its client (RFC 8705).
const BY_CERTIFICATE: &str = "x5t#S256";

/// The claims that are read.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: u64,
    /// Code of the organisation for which the person asks.
    organisation: String,
    /// Codes of the roles held; those that are not known here are passed over.
    roles: Vec<String>,
    /// The client to which the token was issued …
    azp: Option<String>,
    /// … under the name that RFC 9068 gives it.
    client_id: Option<String>,
    #[serde(default)]
    scope: String,
    /// What the token is bound to (RFC 7800).
    #[serde(default)]
    cnf: BTreeMap<String, String>,
}

/// What a token says, once it is believed.
pub(super) struct Verified {
    pub actor: Actor,
    pub client: String,
    /// Whether it has every scope that is asked for.
    pub in_scope: bool,
    /// The certificate that must come with it.
    pub bound_to: Option<Thumbprint>,
    /// Which key signed it.
    pub kid: String,
    /// Until when, in seconds since 1970.
    pub expires: u64,
}

/// Verifies all of a token that does not depend on the connection.
pub(super) async fn verify(token: &str, accepted: &Accepted, keys: &KeySet) -> Result<Verified, Refusal> {
    let header = decode_header(token).map_err(|error| refusal(error.kind()))?;
    if !ACCEPTED_ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return Err(Refusal::Algorithm);
    }
    if !is_for_calling(&header) {
        return Err(Refusal::Type);
    }
    let kid = header.kid.ok_or(Refusal::UnknownKey)?;
    let key = keys.find(&kid).await?;
    let mut validation = Validation::new(header.alg);
    validation.algorithms = key.algorithms.clone();
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&accepted.issuers);
    validation.set_audience(&[&accepted.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims: Claims = decode(token, &key.key, &validation).map_err(|error| refusal(error.kind()))?.claims;
    Ok(Verified {
        client: client(&claims, accepted)?,
        in_scope: accepted.scopes.iter().all(|asked| claims.scope.split(' ').any(|held| held == asked)),
        bound_to: bound_to(&claims.cnf)?,
        kid,
        expires: claims.exp,
        actor: actor(claims)?,
    })
}

fn is_for_calling(header: &Header) -> bool {
    let kind = header.typ.as_ref().map(|kind| kind.to_ascii_lowercase());
    kind.is_none_or(|kind| ACCEPTED_TYPES.contains(&kind.as_str()))
}

/// The authorised party: named once, or twice alike.
fn client(claims: &Claims, accepted: &Accepted) -> Result<String, Refusal> {
    let (azp, client_id) = (claims.azp.as_ref(), claims.client_id.as_ref());
    let client = azp.or(client_id).ok_or(Refusal::Claims)?;
    let is_name = (1..=256).contains(&client.len()) && client.chars().all(|c| matches!(c, ' '..='~'));
    if !is_name || client_id.is_some_and(|id| id != client) {
        return Err(Refusal::Claims);
    }
    if !accepted.clients.is_empty() && !accepted.clients.contains_key(client) {
        return Err(Refusal::Client);
    }
    Ok(client.clone())
}

/// A token that is bound in a way that is not known here must not pass for one that is not bound.
fn bound_to(cnf: &BTreeMap<String, String>) -> Result<Option<Thumbprint>, Refusal> {
    if cnf.is_empty() {
        return Ok(None);
    }
    let thumbprint = cnf.get(BY_CERTIFICATE).filter(|_| cnf.len() == 1);
    thumbprint.and_then(|text| Thumbprint::read(text)).map(Some).ok_or(Refusal::Binding)
}

fn actor(claims: Claims) -> Result<Actor, Refusal> {
    let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let organisation = claims.organisation;
    if organisation.is_empty() || organisation.len() > 64 || !organisation.chars().all(is_code) {
        return Err(Refusal::Claims);
    }
    if claims.sub.is_empty() || claims.sub.len() > 256 {
        return Err(Refusal::Claims);
    }
    Ok(Actor {
        account: claims.sub,
        organisation: OrganisationCode::new(organisation),
        roles: claims.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
    })
}

fn refusal(kind: &ErrorKind) -> Refusal {
    match kind {
        ErrorKind::InvalidSignature => Refusal::Signature,
        ErrorKind::InvalidIssuer => Refusal::Issuer,
        ErrorKind::InvalidAudience => Refusal::Audience,
        ErrorKind::ExpiredSignature => Refusal::Expired,
        ErrorKind::ImmatureSignature => Refusal::NotYet,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => Refusal::Algorithm,
        ErrorKind::MissingRequiredClaim(_) => Refusal::Claims,
        _ => Refusal::Malformed,
    }
}
