//! A real OpenID provider (npm `oidc-provider`) beside the test; it ends with it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::Value;

use crate::authority::Authority;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/it/oidc/provider.mjs");

/// The provider.
pub struct Provider<'a> {
    child: Child,
    authority: &'a Authority,
    http: reqwest::Client,
    /// Its address, which its tokens name.
    pub issuer: String,
    /// Where it asks for client certificates.
    mutual: String,
}

impl<'a> Provider<'a> {
    /// A provider that trusts the certificates of this authority.
    pub async fn start(authority: &'a Authority) -> Self {
        let mut command = Command::new("node");
        command.arg(SCRIPT).arg(authority.folder()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.stderr(Stdio::null()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("node: {error}; run `make setup`"));
        let said = child.stdout.take().unwrap();
        let line = tokio::task::spawn_blocking(|| BufReader::new(said).lines().next());
        let line = line.await.unwrap().unwrap_or_else(|| panic!("no provider: run `make setup`")).unwrap();
        let addresses: Value = serde_json::from_str(&line).unwrap();
        let address = |name: &str| addresses[name].as_str().unwrap().to_owned();
        let http = authority.client(None);
        Self { child, authority, http, issuer: address("issuer"), mutual: address("mutual") }
    }

    /// Where it says where its keys are.
    pub fn document(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.issuer)
    }

    /// A token for a client that knows its secret.
    pub async fn token(&self, client: &str, scope: &str) -> String {
        let request = self.http.post(format!("{}/token", self.issuer));
        granted(request.basic_auth(client, Some("only-for-tests")), scope).await
    }

    /// A token for the client that shows this certificate, bound to it.
    pub async fn bound_token(&self, shown: &reqwest::Client, scope: &str) -> String {
        let body = granted_form(scope);
        granted_by(shown.post(format!("{}/token", self.mutual)), format!("{body}&client_id=chain")).await
    }

    /// Makes it sign with a new key, of the next algorithm, and publish that one alone.
    pub async fn rotate(&self) {
        let answer = self.http.get(format!("{}/rotate", self.issuer)).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// Signs other claims with the key and the header of this token.
    pub fn sign_like(&self, token: &str, claims: &Value) -> String {
        let header = jsonwebtoken::decode_header(token).unwrap();
        jsonwebtoken::encode(&header, claims, &self.key(&header)).unwrap()
    }

    /// The private key that it signs with.
    fn key(&self, header: &Header) -> EncodingKey {
        let pem = std::fs::read(self.authority.path("signing-key.pem")).unwrap();
        match header.alg {
            Algorithm::ES256 => EncodingKey::from_ec_pem(&pem).unwrap(),
            _ => EncodingKey::from_rsa_pem(&pem).unwrap(),
        }
    }

    /// The key that it publishes.
    pub async fn public_key(&self) -> String {
        self.http.get(format!("{}/jwks", self.issuer)).send().await.unwrap().text().await.unwrap()
    }
}

impl Drop for Provider<'_> {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn granted_form(scope: &str) -> String {
    format!("grant_type=client_credentials&resource=https%3A%2F%2Fschakel.example.nl&scope={scope}")
}

async fn granted(request: reqwest::RequestBuilder, scope: &str) -> String {
    granted_by(request, granted_form(scope)).await
}

async fn granted_by(request: reqwest::RequestBuilder, form: String) -> String {
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
}

/// What a token says.
pub fn claims(token: &str) -> Value {
    part(token, 1)
}

/// A part of a token that is JSON.
pub fn part(token: &str, number: usize) -> Value {
    let part = token.split('.').nth(number).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
