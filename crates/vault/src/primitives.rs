//! The few cryptographic operations that the rest is made of.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use zeroize::Zeroizing;

use crate::VaultError;

/// Length of every key, in bytes.
pub const KEY_LEN: usize = 32;
/// A secret key, wiped from memory when it is dropped.
pub type Key = Zeroizing<[u8; KEY_LEN]>;
pub type NonceBytes = [u8; NONCE_LEN];

const TAG_LEN: usize = 16;

pub fn random_key() -> Result<Key, VaultError> {
    let mut key = Key::default();
    rand::fill(&mut key[..])?;
    Ok(key)
}

pub fn random_nonce() -> Result<NonceBytes, VaultError> {
    let mut nonce = NonceBytes::default();
    rand::fill(&mut nonce)?;
    Ok(nonce)
}

/// The parts, each preceded by its length, so that no two lists of parts give the same bytes.
pub fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// HMAC-SHA-256 over all parts, one after the other.
pub fn mac(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &key[..]));
    parts.iter().for_each(|part| context.update(part));
    let mut bytes = [0; 32];
    bytes.copy_from_slice(context.sign().as_ref());
    bytes
}

/// AES-256-GCM; answers nonce ‖ ciphertext ‖ tag.
pub fn encrypt(key: &Key, nonce: NonceBytes, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    // Room for everything at once: growing would leave copies of the plaintext behind.
    let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + TAG_LEN);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let tag = cipher(key)?.seal_in_place_separate_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(context),
        &mut sealed[NONCE_LEN..],
    )?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

/// The reverse of [`encrypt`]; `None` when key, context or bytes are not the ones it was given.
pub fn decrypt(key: &Key, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut plain = Zeroizing::new(ciphertext.to_vec());
    let length = cipher(key)
        .ok()?
        .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(context), &mut plain)
        .ok()?
        .len();
    plain.truncate(length);
    Some(plain)
}

fn cipher(key: &Key) -> Result<LessSafeKey, VaultError> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key[..])?))
}
