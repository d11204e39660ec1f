//! One token.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use schakel_access::{Actor, Role};
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use serde::{Deserialize, Serialize};

use super::key_set::{ACCEPTED_ALGORITHMS, KeySet};
use super::{Accepted, LEEWAY, Refusal};

/// The claims that are read.
#[derive(Serialize, Deserialize)]
pub(super) struct Claims {
    pub sub: String,
    pub exp: u64,
    /// Code of the organisation for which the person asks.
    pub organisation: String,
    /// Codes of the roles held; those that are not known here are passed over.
    pub roles: Vec<String>,
}

/// Verifies a token: the actor, and until when (seconds since 1970).
pub(super) async fn verify(token: &str, accepted: &Accepted, keys: &KeySet) -> Result<(Actor, u64), Refusal> {
    let header = decode_header(token).map_err(|error| refusal(error.kind()))?;
    if !ACCEPTED_ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return Err(Refusal::Algorithm);
    }
    let key = keys.find(&header.kid.ok_or(Refusal::UnknownKey)?).await?;
    let mut validation = Validation::new(header.alg);
    validation.algorithms = key.algorithms.clone();
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&accepted.issuers);
    validation.set_audience(&[&accepted.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims: Claims = decode(token, &key.key, &validation).map_err(|error| refusal(error.kind()))?.claims;
    let expires = claims.exp;
    Ok((actor(claims)?, expires))
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
