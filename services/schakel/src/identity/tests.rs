#![expect(clippy::unwrap_used, reason = "tests")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use schakel_access::Role;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::demo::Issuer;
use super::*;

struct House {
    _folder: TempDir,
    issuer: Issuer,
    verifier: Verifier,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let issuer = Issuer::open(folder.path(), "https://issuer.example", "schakel").unwrap();
    let source = KeySource::File(issuer.key_set_file().to_owned());
    let accepted = Accepted { issuers: vec!["https://issuer.example".into()], audience: "schakel".into() };
    crate::serve::install_crypto();
    let keys = Arc::new(KeySet::new(source).unwrap());
    House { _folder: folder, issuer, verifier: Verifier::new(accepted, keys) }
}

impl House {
    async fn verify(&self, token: &str) -> Result<Arc<Actor>, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}")).unwrap());
        self.verifier.verify(&headers).await
    }

    async fn refusal(&self, change: impl FnOnce(&mut Value)) -> Refusal {
        let mut claims = claims();
        change(&mut claims);
        let token = self.issuer.sign(claims).unwrap();
        self.verify(&token).await.unwrap_err()
    }
}

fn claims() -> Value {
    let now = get_current_timestamp();
    json!({
        "iss": "https://issuer.example", "aud": ["other", "schakel"], "sub": "account-1", "nbf": now, "exp": now + 60,
        "organisation": "leiden", "roles": ["process_director", "unheard_of"],
    })
}

#[tokio::test]
async fn a_good_token_names_the_actor_and_passes_over_unknown_roles() {
    let house = house();
    let token = house.issuer.sign(claims()).unwrap();
    let first = house.verify(&token).await.unwrap();
    assert_eq!(first.account, "account-1");
    assert_eq!(first.organisation.as_str(), "leiden");
    assert_eq!(first.roles, [Role::ProcessDirector]);
    let second = house.verify(&token).await.unwrap();
    assert!(Arc::ptr_eq(&first, &second));
}

#[tokio::test]
async fn a_minted_token_is_good() {
    let house = house();
    let roles = [Role::Support, Role::Mayor];
    let token = house.issuer.mint("a", "leiden", &roles, Duration::from_secs(60)).unwrap();
    assert_eq!(house.verify(&token).await.unwrap().roles, roles);
}

#[tokio::test]
async fn each_wrong_claim_is_refused() {
    let house = house();
    let now = get_current_timestamp();
    assert_eq!(house.refusal(|c| c["iss"] = json!("https://else.example")).await, Refusal::Issuer);
    assert_eq!(house.refusal(|c| c["aud"] = json!("other")).await, Refusal::Audience);
    assert_eq!(house.refusal(|c| c["exp"] = json!(now - 31)).await, Refusal::Expired);
    assert_eq!(house.refusal(|c| c["nbf"] = json!(now + 60)).await, Refusal::NotYet);
    for missing in ["iss", "aud", "exp", "sub", "organisation", "roles"] {
        let refusal = house.refusal(|c| drop(c.as_object_mut().unwrap().remove(missing))).await;
        assert!(matches!(refusal, Refusal::Claims | Refusal::Malformed), "{missing}: {refusal}");
    }
    for (claim, wrong) in [
        ("roles", json!("process_director")),
        ("organisation", json!("Leiden!")),
        ("organisation", json!("")),
        ("sub", json!("")),
        ("exp", json!("tomorrow")),
    ] {
        let refusal = house.refusal(|c| c[claim] = wrong).await;
        assert!(matches!(refusal, Refusal::Claims | Refusal::Malformed), "{claim}: {refusal}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_or_otherwise_signed_is_refused() {
    let house = house();
    let good = house.issuer.sign(claims()).unwrap();
    let (signed, _) = good.rsplit_once('.').unwrap();
    let (header, payload) = signed.split_once('.').unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    let with_header = |change: &dyn Fn(&mut Value)| {
        let mut header = header.clone();
        change(&mut header);
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{header}.{payload}.c2lnbmF0dXJl")
    };
    let cases: [(String, &[Refusal]); 7] = [
        (with_header(&|h| h["alg"] = json!("none")), &[Refusal::Malformed, Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("HS256")), &[Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("ES384")), &[Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("RS256")), &[Refusal::Algorithm]),
        (with_header(&|h| h["crit"] = json!(["x"])), &[Refusal::Algorithm]),
        (with_header(&|_| ()), &[Refusal::Signature]),
        (format!("{signed}."), &[Refusal::Signature]),
    ];
    for (token, expected) in cases {
        let refusal = house.verify(&token).await.unwrap_err();
        assert!(expected.contains(&refusal), "{token}: {refusal}");
    }
    for token in ["", "a", "a.b", "a.b.c", &format!("{good}.x")] {
        assert!(house.verify(token).await.is_err(), "{token}");
    }
}

#[tokio::test]
async fn a_key_that_is_not_published_is_refused_also_under_a_published_name() {
    let house = house();
    let elsewhere = tempfile::tempdir().unwrap();
    let impostor = Issuer::open(elsewhere.path(), "https://issuer.example", "schakel").unwrap();
    let token = impostor.sign(claims()).unwrap();
    assert_eq!(house.verify(&token).await.unwrap_err(), Refusal::UnknownKey);
    let good = house.issuer.sign(claims()).unwrap();
    let header = good.split('.').next().unwrap();
    let (_, rest) = token.split_once('.').unwrap();
    let forged = format!("{header}.{rest}");
    assert_eq!(house.verify(&forged).await.unwrap_err(), Refusal::Signature);
}

#[tokio::test]
async fn a_changed_payload_is_refused() {
    let house = house();
    let good = house.issuer.sign(claims()).unwrap();
    let parts: Vec<_> = good.split('.').collect();
    let mut claims = claims();
    claims["roles"] = json!(["chain_manager"]);
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    let forged = format!("{}.{payload}.{}", parts[0], parts[2]);
    assert_eq!(house.verify(&forged).await.unwrap_err(), Refusal::Signature);
}

#[tokio::test]
async fn the_header_must_be_there_once_and_be_bearer() {
    let house = house();
    let token = house.issuer.sign(claims()).unwrap();
    let mut headers = HeaderMap::new();
    assert_eq!(house.verifier.verify(&headers).await.unwrap_err(), Refusal::NoToken);
    headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Basic {token}")).unwrap());
    assert_eq!(house.verifier.verify(&headers).await.unwrap_err(), Refusal::NotBearer);
    let good = HeaderValue::try_from(format!("bearer {token}")).unwrap();
    headers.insert(AUTHORIZATION, good.clone());
    assert!(house.verifier.verify(&headers).await.is_ok());
    headers.append(AUTHORIZATION, good);
    assert_eq!(house.verifier.verify(&headers).await.unwrap_err(), Refusal::NotBearer);
}

#[tokio::test]
async fn without_keys_it_is_not_the_caller_who_is_wrong() {
    let house = house();
    let token = house.issuer.sign(claims()).unwrap();
    std::fs::remove_file(house.issuer.key_set_file()).unwrap();
    assert_eq!(house.verify(&token).await.unwrap_err(), Refusal::NoKeys);
}

#[test]
fn the_private_key_is_for_its_owner_alone_and_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let open = || Issuer::open(folder.path(), "i", "a").unwrap();
    let first = open();
    let mode = std::fs::metadata(folder.path().join("signing-key.der")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(open().kid(), first.kid());
}
