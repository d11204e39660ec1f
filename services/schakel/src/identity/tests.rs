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

fn accepted() -> Accepted {
    Accepted {
        issuers: vec!["https://issuer.example".into()],
        audience: "schakel".into(),
        scopes: Vec::new(),
        clients: BTreeMap::new(),
        binding: Binding::Optional,
    }
}

fn house() -> House {
    house_that(accepted())
}

fn house_that(accepted: Accepted) -> House {
    let folder = tempfile::tempdir().unwrap();
    let issuer = Issuer::open(folder.path(), "https://issuer.example", "schakel").unwrap();
    let source = KeySource::File(issuer.key_set_file().to_owned());
    crate::serve::install_crypto();
    let keys = Arc::new(KeySet::new(source).unwrap());
    House { _folder: folder, issuer, verifier: Verifier::new(accepted, keys) }
}

impl House {
    async fn verify(&self, token: &str) -> Result<Caller, Refusal> {
        self.verify_with(token, None).await
    }

    async fn verify_with(&self, token: &str, certificate: Option<&Certificate>) -> Result<Caller, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}")).unwrap());
        self.verifier.verify(&headers, certificate).await
    }

    fn sign(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = claims();
        change(&mut claims);
        self.issuer.sign(claims).unwrap()
    }

    async fn refusal(&self, change: impl FnOnce(&mut Value)) -> Refusal {
        self.verify(&self.sign(change)).await.unwrap_err()
    }
}

fn claims() -> Value {
    let now = get_current_timestamp();
    json!({
        "iss": "https://issuer.example", "aud": ["other", "schakel"], "sub": "account-1", "nbf": now, "exp": now + 60,
        "azp": "portal", "organisation": "leiden", "roles": ["process_director", "unheard_of"],
    })
}

#[tokio::test]
async fn a_good_token_names_the_actor_and_passes_over_unknown_roles() {
    let house = house();
    let token = house.issuer.sign(claims()).unwrap();
    let first = house.verify(&token).await.unwrap();
    assert_eq!(first.actor.account, "account-1");
    assert_eq!(first.actor.organisation.as_str(), "leiden");
    assert_eq!(first.actor.roles, [Role::ProcessDirector]);
    assert_eq!((first.client.as_str(), &first.shown, first.in_scope), ("portal", &Shown::Nothing, true));
    assert_eq!(house.verify(&token).await.unwrap(), first);
}

#[tokio::test]
async fn a_token_is_believed_no_longer_than_its_key_is_published() {
    let house = house();
    let token = house.sign(|_| ());
    assert!(house.verify(&token).await.is_ok());
    std::fs::write(house.issuer.key_set_file(), r#"{"keys": []}"#).unwrap();
    assert!(house.verify(&token).await.is_ok(), "nobody has looked yet");
    house.verifier.keys.refresh().await.unwrap();
    assert_eq!(house.verify(&token).await.unwrap_err(), Refusal::UnknownKey);
}

#[tokio::test]
async fn the_client_is_named_once_or_twice_alike() {
    let house = house();
    let by_the_other_name = house.sign(|c| {
        c["client_id"] = c["azp"].take();
        c.as_object_mut().unwrap().remove("azp");
    });
    assert_eq!(house.verify(&by_the_other_name).await.unwrap().client, "portal");
    assert!(house.verify(&house.sign(|c| c["client_id"] = json!("portal"))).await.is_ok());
    assert_eq!(house.refusal(|c| c["client_id"] = json!("other")).await, Refusal::Claims);
    assert_eq!(house.refusal(|c| c["azp"] = json!("")).await, Refusal::Claims);
    assert_eq!(house.refusal(|c| c["azp"] = json!("a\0")).await, Refusal::Claims);
}

#[tokio::test]
async fn with_a_list_of_clients_only_those_are_accepted_each_with_its_organisation() {
    let oin = Oin::new("00000001234567890000").unwrap();
    let clients = [("portal".to_owned(), None), ("chain".to_owned(), Some(oin.clone()))];
    let house = house_that(Accepted { clients: clients.into(), ..accepted() });
    assert!(house.verify(&house.sign(|_| ())).await.is_ok());
    assert_eq!(house.refusal(|c| c["azp"] = json!("stranger")).await, Refusal::Client);
    assert_eq!(house.refusal(|c| c["azp"] = json!("chain")).await, Refusal::Binding);
    let token = house.sign(|c| c["azp"] = json!("chain"));
    let other = Oin::new("00000001234567890001").unwrap();
    for (shown, is_let_in) in [(None, false), (Some(other), false), (Some(oin), true)] {
        let certificate = Certificate { oin: shown.clone(), ..certificate("chain") };
        let caller = house.verify_with(&token, Some(&certificate)).await;
        assert_eq!(
            caller.map(|caller| caller.shown).ok(),
            is_let_in.then_some(shown.map_or(Shown::Nothing, Shown::Number))
        );
    }
}

/// A certificate that nobody needs to have made.
fn certificate(of: &str) -> Certificate {
    Certificate::read(of.as_bytes())
}

fn bound_to(of: &str) -> Value {
    json!({"x5t#S256": format!("{:?}", certificate(of).thumbprint)})
}

#[tokio::test]
async fn a_bound_token_comes_with_its_certificate_alone_also_when_it_is_believed() {
    let house = house();
    let token = house.sign(|c| c["cnf"] = bound_to("mine"));
    for _ in 0..2 {
        assert!(house.verify_with(&token, Some(&certificate("mine"))).await.is_ok());
        for wrong in [None, Some(&certificate("yours"))] {
            assert_eq!(house.verify_with(&token, wrong).await.unwrap_err(), Refusal::Binding);
        }
    }
}

#[tokio::test]
async fn a_token_that_is_bound_in_another_way_does_not_pass_for_one_that_is_not_bound() {
    let house = house();
    let mut two = bound_to("mine");
    two["jkt"] = json!("key");
    for (cnf, refusal) in [
        (json!({"jkt": "key"}), Refusal::Binding),
        (json!({"x5t#S256": "short"}), Refusal::Binding),
        (two, Refusal::Binding),
        (json!({"jwk": {}}), Refusal::Malformed),
        (json!(null), Refusal::Malformed),
    ] {
        let token = house.sign(|c| c["cnf"] = cnf.clone());
        assert_eq!(house.verify_with(&token, Some(&certificate("mine"))).await, Err(refusal), "{cnf}");
    }
}

#[tokio::test]
async fn where_a_binding_is_required_a_token_without_one_is_refused_with_any_certificate() {
    let house = house_that(Accepted { binding: Binding::Required, ..accepted() });
    let (bound, free) = (house.sign(|c| c["cnf"] = bound_to("mine")), house.sign(|_| ()));
    let mine = certificate("mine");
    assert!(house.verify_with(&bound, Some(&mine)).await.is_ok());
    assert_eq!(house.verify_with(&free, Some(&mine)).await, Err(Refusal::Binding));
    assert_eq!(house.verify(&free).await, Err(Refusal::Binding));
}

#[tokio::test]
async fn every_scope_that_is_asked_for_must_be_there_as_a_whole_word() {
    let scopes = vec!["schakel".to_owned(), "write".to_owned()];
    let house = house_that(Accepted { scopes, ..accepted() });
    for (scope, is_in) in [
        ("schakel write", true),
        ("openid write schakel", true),
        ("schakel", false),
        ("schakel writes", false),
        ("", false),
    ] {
        let token = house.sign(|c| c["scope"] = json!(scope));
        assert_eq!(house.verify(&token).await.unwrap().in_scope, is_in, "{scope}");
    }
    assert!(!house.verify(&house.sign(|_| ())).await.unwrap().in_scope);
    assert_eq!(house.refusal(|c| c["scope"] = json!(["schakel", "write"])).await, Refusal::Malformed);
}

#[test]
fn a_key_source_is_a_document_by_its_well_known_path() {
    let issuers = ["https://a.example".to_owned()];
    for (address, is_document) in [
        ("https://a.example/.well-known/openid-configuration", true),
        ("https://a.example/realm/.well-known/openid-configuration", true),
        ("https://a.example/.well-known/oauth-authorization-server/realm", true),
        ("https://a.example/.well-known/jwks.json", false),
        ("https://a.example/keys?of=/.well-known/openid-configuration", false),
    ] {
        let source = KeySource::at(address.parse().unwrap(), &issuers);
        assert_eq!(matches!(source, KeySource::Discovery { .. }), is_document, "{address}");
    }
}

#[tokio::test]
async fn a_minted_token_is_good() {
    let house = house();
    let roles = [Role::Support, Role::Mayor];
    let token = house.issuer.mint("a", "leiden", &roles, Duration::from_secs(60)).unwrap();
    assert_eq!(house.verify(&token).await.unwrap().actor.roles, roles);
}

#[tokio::test]
async fn each_wrong_claim_is_refused() {
    let house = house();
    let now = get_current_timestamp();
    assert_eq!(house.refusal(|c| c["iss"] = json!("https://else.example")).await, Refusal::Issuer);
    assert_eq!(house.refusal(|c| c["aud"] = json!("other")).await, Refusal::Audience);
    assert_eq!(house.refusal(|c| c["exp"] = json!(now - 31)).await, Refusal::Expired);
    assert_eq!(house.refusal(|c| c["nbf"] = json!(now + 60)).await, Refusal::NotYet);
    for missing in ["iss", "aud", "exp", "sub", "azp", "organisation", "roles"] {
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
    let cases: [(String, &[Refusal]); 8] = [
        (with_header(&|h| h["alg"] = json!("none")), &[Refusal::Malformed, Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("HS256")), &[Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("ES384")), &[Refusal::Algorithm]),
        (with_header(&|h| h["alg"] = json!("RS256")), &[Refusal::Algorithm]),
        (with_header(&|h| h["typ"] = json!("logout+jwt")), &[Refusal::Type]),
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
    assert_eq!(house.verifier.verify(&headers, None).await.unwrap_err(), Refusal::NoToken);
    headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Basic {token}")).unwrap());
    assert_eq!(house.verifier.verify(&headers, None).await.unwrap_err(), Refusal::NotBearer);
    let good = HeaderValue::try_from(format!("bearer {token}")).unwrap();
    headers.insert(AUTHORIZATION, good.clone());
    assert!(house.verifier.verify(&headers, None).await.is_ok());
    headers.append(AUTHORIZATION, good);
    assert_eq!(house.verifier.verify(&headers, None).await.unwrap_err(), Refusal::NotBearer);
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
