//! An issuer for demonstrations and tests: one key in a folder, tokens on request. Never for real use.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use schakel_access::Role;
use schakel_domain::code::Code;
use serde_json::json;

/// The client that its tokens name.
pub const CLIENT: &str = "schakel-demo";

/// Why there is no issuer or no token.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The folder cannot be written or read.
    #[error("the issuer's folder cannot be used")]
    Folder(#[from] io::Error),
    /// No key could be made.
    #[error("no key could be made")]
    Key,
    /// The key in the folder cannot be used, or the token not be signed.
    #[error("the issuer's key cannot be used")]
    Token(#[from] jsonwebtoken::errors::Error),
}

/// Issues tokens with a key of its own.
pub struct Issuer {
    key: EncodingKey,
    kid: String,
    issuer: String,
    audience: String,
    key_set_file: PathBuf,
}

impl Issuer {
    /// The issuer in this folder; its key is made when there is none, readable for its owner alone.
    pub fn open(folder: &Path, issuer: &str, audience: &str) -> Result<Self, IssuerError> {
        fs::create_dir_all(folder)?;
        let key = EncodingKey::from_ec_der(&private_key(&folder.join("signing-key.der"))?);
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let key_set_file = folder.join("key-set.json");
        let key_set = json!(JwkSet { keys: vec![jwk] }).to_string();
        // Only when it differs: a service may be reading it.
        if fs::read_to_string(&key_set_file).ok().as_deref() != Some(&key_set) {
            fs::write(&key_set_file, key_set)?;
        }
        Ok(Self { key, kid, issuer: issuer.to_owned(), audience: audience.to_owned(), key_set_file })
    }

    /// Where its key set is.
    pub fn key_set_file(&self) -> &Path {
        &self.key_set_file
    }

    /// Name of its key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// A token for this account.
    pub fn mint(
        &self,
        account: &str,
        organisation: &str,
        roles: &[Role],
        valid_for: Duration,
    ) -> Result<String, IssuerError> {
        let now = get_current_timestamp();
        let roles: Vec<_> = roles.iter().map(|role| role.code()).collect();
        self.sign(json!({
            "iss": self.issuer,
            "aud": self.audience,
            "sub": account,
            "azp": CLIENT,
            "iat": now,
            "nbf": now,
            "exp": now + valid_for.as_secs(),
            "organisation": organisation,
            "roles": roles,
        }))
    }

    /// Signs any claims.
    pub(super) fn sign(&self, claims: serde_json::Value) -> Result<String, IssuerError> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.clone());
        Ok(encode(&header, &claims, &self.key)?)
    }
}

fn private_key(path: &Path) -> Result<Vec<u8>, IssuerError> {
    match fs::read(path) {
        Ok(key) => return Ok(key),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        Err(_) => {}
    }
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(|_| IssuerError::Key)?;
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(key.as_ref())?;
    file.sync_all()?;
    Ok(key.as_ref().to_vec())
}
