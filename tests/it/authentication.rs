//! Who is calling: the tokens of a real OpenID provider, over mutual TLS with the certificates of an authority
//! made for the test. Everything that is wrong with a token is refused through both doors, and changes nothing.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use prost::Message;
use reqwest::{Client, RequestBuilder};
use schakel::demo;
use serde_json::{Value, json};

use crate::actors::reporter;
use crate::authority::{Authority, Pair, Subject};
use crate::doors::{Door, Envelope, method, request_message, spec};
use crate::house::{House, eventually};
use crate::provider::{Provider, claims, part};

const OIN: &str = "99000000000000000002";
const OTHER_OIN: &str = "99000000000000000003";
const SCOPE: &str = "schakel";

/// A House that believes the provider alone, and asks of its tokens all that can be asked.
struct Scene<'a> {
    house: House,
    provider: Provider<'a>,
    /// Shows the certificate of the client `chain`.
    chain: Client,
    /// Shows another one of the same authority, with another number.
    other: Client,
    /// Shows none.
    bare: Client,
}

impl<'a> Scene<'a> {
    async fn set(authority: &'a Authority, more: &[(&str, &str)]) -> Self {
        let chain = authority.client(Some(&pair(authority, "chain", OIN)));
        let other = authority.client(Some(&pair(authority, "other", OTHER_OIN)));
        let provider = Provider::start(authority).await;
        let (document, clients) = (provider.document(), format!("portal, chain={OIN}"));
        let tls = authority.settings("optional");
        let mut settings: Vec<_> = tls.iter().map(|(name, value)| (*name, value.as_str())).collect();
        settings.extend([
            ("TOKEN_ISSUERS", provider.issuer.as_str()),
            ("TOKEN_KEY_SET", &document),
            ("TOKEN_SCOPES", SCOPE),
            ("TOKEN_CLIENTS", &clients),
        ]);
        settings.extend(more);
        let house = House::secure(&settings, authority.client(None)).await;
        Self { house, provider, chain, other, bare: authority.client(None) }
    }

    /// Reports a case through each door, and tells what came of it.
    async fn report(&self, sent: &Sent<'_>) -> [Outcome; 2] {
        [sent.through(Door::Rest, &self.house).await, sent.through(Door::Grpc, &self.house).await]
    }

    async fn is_let_in(&self, what: &str, sent: &Sent<'_>) {
        let events = self.house.events().await;
        assert_eq!(self.report(sent).await.map(|outcome| outcome.code), [201, 0], "{what}");
        assert_eq!(self.house.events().await, events + 2, "{what}");
    }
}

fn pair(authority: &Authority, name: &'static str, oin: &'static str) -> Pair {
    authority.issue(&Subject::client(name, oin))
}

/// One report of a case, with whatever goes along in the place of a token.
struct Sent<'a> {
    client: &'a Client,
    authorization: Vec<String>,
    query: String,
    form: Option<String>,
}

impl<'a> Sent<'a> {
    fn bearer(client: &'a Client, token: &str) -> Self {
        Self { authorization: vec![format!("Bearer {token}")], ..Self::nothing(client) }
    }

    fn nothing(client: &'a Client) -> Self {
        Self { client, authorization: Vec::new(), query: String::new(), form: None }
    }

    async fn through(&self, door: Door, house: &House) -> Outcome {
        let spec = spec("ReportCase");
        let envelope = Envelope::default();
        let input = json!({"reason": "Zomaar."});
        let path = if door == Door::Rest { spec.path.to_owned() } else { spec.rpc_path() };
        let request = self.client.post(format!("{}{}", house.url(&path), self.query));
        let request = match door {
            Door::Rest => self.body(request, "application/json", input.to_string().into_bytes()),
            Door::Grpc => {
                let message = request_message(spec, &method(spec), input, &envelope).encode_to_vec();
                let length = u32::try_from(message.len()).unwrap().to_be_bytes();
                let frame = [&[0], length.as_slice(), &message].concat();
                self.body(request.header("te", "trailers"), "application/grpc", frame)
            }
        };
        let request = request.header("idempotency-key", envelope.key.unwrap());
        let request = self.authorization.iter().fold(request, |it, value| it.header("authorization", value));
        Outcome::of(door, request).await
    }

    /// A form goes in the place of the body, under its own name where the door can be found without it.
    fn body(&self, request: RequestBuilder, media_type: &str, body: Vec<u8>) -> RequestBuilder {
        match &self.form {
            None => request.header("content-type", media_type).body(body),
            Some(form) if media_type == "application/json" => {
                let request = request.header("content-type", "application/x-www-form-urlencoded");
                request.body(form.clone())
            }
            Some(form) => request.header("content-type", media_type).body(form.clone()),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    /// HTTP status, or gRPC code.
    code: u16,
    challenge: Option<String>,
}

impl Outcome {
    async fn of(door: Door, request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let text = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let challenge = text("www-authenticate");
        match door {
            Door::Rest => Self { code: answer.status().as_u16(), challenge },
            // Success comes after the message.
            Door::Grpc => {
                Self { code: text("grpc-status").map_or(0, |code| code.parse().unwrap()), challenge }
            }
        }
    }

    fn refused(door: Door, error: Option<&str>) -> Self {
        let code = match (door, error) {
            (Door::Rest, Some("insufficient_scope")) => 403,
            (Door::Rest, _) => 401,
            (Door::Grpc, Some("insufficient_scope")) => 7,
            (Door::Grpc, _) => 16,
        };
        let error = error.map(|error| format!(", error=\"{error}\"")).unwrap_or_default();
        let challenge = format!("Bearer realm=\"schakel\"{error}");
        Self { code, challenge: Some(challenge).filter(|_| door == Door::Rest) }
    }
}

/// What is wrong, how it is sent, and the error that RFC 6750 has for it.
type Row<'a> = (&'static str, Sent<'a>, Option<&'static str>);

const INVALID: Option<&str> = Some("invalid_token");

/// What is wrong with what the token says; everything is signed by the provider's own key.
fn wrong_claims<'a>(scene: &'a Scene<'_>, good: &str) -> Vec<Row<'a>> {
    let now = claims(good)["iat"].as_i64().unwrap();
    let changes = [
        ("wrong issuer", json!({"iss": "https://issuer.example.nl"})),
        ("no issuer", json!({"iss": null})),
        ("wrong audience", json!({"aud": "another"})),
        ("wrong authorised party", json!({"azp": "stranger", "client_id": null})),
        ("two authorised parties", json!({"azp": "chain"})),
        ("no authorised party", json!({"client_id": null})),
        ("expired", json!({"exp": now - 31})),
        ("no end", json!({"exp": null})),
        ("not yet valid", json!({"nbf": now + 3600})),
        (
            "bound to a key, not to a certificate",
            json!({"cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}),
        ),
        ("no account", json!({"sub": null})),
        ("no organisation", json!({"organisation": null})),
    ];
    let row = |(what, changed): (&'static str, Value)| {
        let token = scene.provider.sign_like(good, &changed_claims(good, &changed));
        (what, Sent::bearer(&scene.bare, &token), INVALID)
    };
    changes.into_iter().map(row).collect()
}

/// The claims of a token with others; null takes one away.
fn changed_claims(token: &str, changed: &Value) -> Value {
    let mut claims = claims(token);
    let members = claims.as_object_mut().unwrap();
    for (name, value) in changed.as_object().unwrap() {
        match value {
            Value::Null => drop(members.remove(name)),
            value => drop(members.insert(name.clone(), value.clone())),
        }
    }
    claims
}

/// What is wrong with how the token is signed; it says nothing wrong.
async fn wrong_signatures<'a>(scene: &'a Scene<'_>, good: &str) -> Vec<Row<'a>> {
    let says = claims(good);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let payload = signed.split_once('.').unwrap().1;
    let with_header = |header: Value| {
        use base64::Engine;
        let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{header}.{payload}")
    };
    let (kid, algorithm) = (part(good, 0)["kid"].clone(), part(good, 0)["alg"].clone());
    let other_algorithm = if algorithm == "RS256" { "ES256" } else { "RS256" };
    let public_key = scene.provider.public_key().await;
    let mut symmetric = Header::new(Algorithm::HS256);
    symmetric.kid = kid.as_str().map(str::to_owned);
    let symmetric = encode(&symmetric, &says, &EncodingKey::from_secret(public_key.as_bytes())).unwrap();
    let own_key: Value = serde_json::from_str(&public_key).unwrap();
    let unsigned = with_header(json!({"alg": "none", "kid": kid}));
    let other_algorithm = with_header(json!({"alg": other_algorithm, "kid": kid}));
    let brings_its_key = with_header(json!({"alg": algorithm, "jwk": own_key["keys"][0]}));
    let tokens = [
        ("algorithm none", format!("{unsigned}.")),
        ("algorithm none with a signature", format!("{unsigned}.{signature}")),
        ("HS256 with the public key", symmetric),
        ("another algorithm than the key's", format!("{other_algorithm}.{signature}")),
        ("no signature", format!("{signed}.")),
        ("unknown key", scene.house.token_of(&says)),
        ("the key goes along and has no name", format!("{brings_its_key}.{signature}")),
        ("malformed", "a.b.c".to_owned()),
        ("malformed, two parts", signed.to_owned()),
        ("malformed, four parts", format!("{good}.{signature}")),
    ];
    tokens.map(|(what, token)| (what, Sent::bearer(&scene.bare, &token), INVALID)).into()
}

/// What is wrong with where the token stands; it is a right one.
fn wrong_places<'a>(scene: &'a Scene<'_>, good: &str) -> Vec<Row<'a>> {
    let nothing = || Sent::nothing(&scene.bare);
    let header = |values: &[String]| Sent { authorization: values.to_vec(), ..nothing() };
    let bearer = format!("Bearer {good}");
    let form = format!("access_token={good}");
    vec![
        ("nothing", nothing(), None),
        ("in the query", Sent { query: format!("?access_token={good}"), ..nothing() }, None),
        ("in the body", Sent { form: Some(form), ..nothing() }, None),
        ("two headers", header(&[bearer.clone(), bearer.clone()]), INVALID),
        ("two tokens in one header", header(&[format!("{bearer}, {bearer}")]), INVALID),
        ("another scheme", header(&[format!("DPoP {good}")]), INVALID),
        ("no scheme", header(&[good.to_owned()]), INVALID),
        ("an empty header", header(&["Bearer ".to_owned()]), INVALID),
    ]
}

/// What is wrong with who comes with the token, or with what it was issued for; all were issued by the provider.
async fn wrong_callers<'a>(scene: &'a Scene<'_>) -> Vec<Row<'a>> {
    let bound = scene.provider.bound_token(&scene.chain, SCOPE).await;
    let stranger = scene.provider.token("stranger", SCOPE).await;
    let unbound = changed_claims(&bound, &json!({"cnf": null}));
    let unbound = scene.provider.sign_like(&bound, &unbound);
    let unscoped = scene.provider.token("portal", "").await;
    let short = Some("insufficient_scope");
    vec![
        ("wrong certificate for a bound token", Sent::bearer(&scene.other, &bound), INVALID),
        ("no certificate for a bound token", Sent::bearer(&scene.bare, &bound), INVALID),
        ("a client that is not accepted", Sent::bearer(&scene.bare, &stranger), INVALID),
        ("another organisation's certificate for a client", Sent::bearer(&scene.other, &unbound), INVALID),
        ("no certificate for a client that has one", Sent::bearer(&scene.bare, &unbound), INVALID),
        ("scope too low", Sent::bearer(&scene.bare, &unscoped), short),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_with_a_token_it_is_refused_through_both_doors_and_changes_nothing() {
    let authority = Authority::new();
    let scene = Scene::set(&authority, &[]).await;
    let rotated_away = scene.provider.token("portal", SCOPE).await;
    scene.is_let_in("the key that will be rotated away", &Sent::bearer(&scene.bare, &rotated_away)).await;
    scene.provider.rotate().await;
    let good = scene.provider.token("portal", SCOPE).await;
    let signed_here = scene.provider.sign_like(&good, &claims(&good));
    scene.is_let_in("the control", &Sent::bearer(&scene.bare, &good)).await;
    scene.is_let_in("the control, signed like those below", &Sent::bearer(&scene.bare, &signed_here)).await;
    let mut rows = wrong_claims(&scene, &good);
    rows.extend(wrong_signatures(&scene, &good).await);
    rows.extend(wrong_places(&scene, &good));
    rows.extend(wrong_callers(&scene).await);
    rows.push(("key rotated away", Sent::bearer(&scene.bare, &rotated_away), INVALID));
    let events = scene.house.events().await;
    for (what, sent, error) in &rows {
        let expected = Door::BOTH.map(|door| Outcome::refused(door, *error));
        assert_eq!(scene.report(sent).await, expected, "{what}");
        assert_eq!(scene.house.events().await, events, "{what}");
    }
    scene.is_let_in("the control, once more", &Sent::bearer(&scene.bare, &good)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bound_token_is_accepted_with_its_certificate_and_its_client_is_on_record() {
    let authority = Authority::new();
    let scene = Scene::set(&authority, &[("TOKEN_BINDING", "required")]).await;
    let bound = scene.provider.bound_token(&scene.chain, SCOPE).await;
    let free = scene.provider.token("portal", SCOPE).await;
    scene.is_let_in("its certificate", &Sent::bearer(&scene.chain, &bound)).await;
    let expected = Door::BOTH.map(|door| Outcome::refused(door, INVALID));
    assert_eq!(scene.report(&Sent::bearer(&scene.chain, &free)).await, expected, "a binding is required");
    let unscoped = scene.provider.bound_token(&scene.chain, "").await;
    scene.report(&Sent::bearer(&scene.chain, &unscoped)).await;
    let records = "select format('%s %s %s %s', client, account, decision, reason) \
                   from access_log.record where action = 'ReportCase' order by writer, seq";
    let records: Vec<String> = sqlx::query_scalar(records).fetch_all(scene.house.pool()).await.unwrap();
    let (done, denied) = ("chain reporter-1 permit ", "chain reporter-1 deny scope_missing");
    assert_eq!(records, [done, done, denied, denied]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_speaks_for_no_organisation_but_its_own() {
    let authority = Authority::new();
    let scene = Scene::set(&authority, &[]).await;
    let free = scene.provider.token("portal", SCOPE).await;
    let nameless = Subject { oin: None, ..Subject::client("nameless", OIN) };
    let nameless = authority.client(Some(&authority.issue(&nameless)));
    scene.is_let_in("its own certificate", &Sent::bearer(&scene.chain, &free)).await;
    let events = scene.house.events().await;
    for (what, client) in [("another's", &scene.other), ("one without a number", &nameless)] {
        let came = scene.report(&Sent::bearer(client, &free)).await;
        assert_eq!(came.map(|outcome| outcome.code), [403, 7], "{what}");
    }
    assert_eq!(scene.house.events().await, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_rotated_and_a_token_of_a_key_that_is_gone_is_refused() {
    let authority = Authority::new();
    let scene = Scene::set(&authority, &[]).await;
    let mut old = scene.provider.token("portal", SCOPE).await;
    scene.is_let_in("the first key", &Sent::bearer(&scene.bare, &old)).await;
    for algorithm in ["ES256", "PS256"] {
        scene.provider.rotate().await;
        let new = scene.provider.token("portal", SCOPE).await;
        assert_eq!(part(&new, 0)["alg"], algorithm);
        // An unknown key makes the service look for new ones, not too often.
        let is_in = async || scene.report(&Sent::bearer(&scene.bare, &new)).await[0].code == 201;
        eventually("the new key", is_in).await;
        scene.is_let_in(algorithm, &Sent::bearer(&scene.bare, &new)).await;
        let expected = Door::BOTH.map(|door| Outcome::refused(door, INVALID));
        assert_eq!(scene.report(&Sent::bearer(&scene.bare, &old)).await, expected, "before {algorithm}");
        old = new;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_of_another_issuer_gives_no_keys() {
    let authority = Authority::new();
    let provider = Provider::start(&authority).await;
    let document = provider.document();
    let settings = [("TOKEN_ISSUERS", "https://issuer.example.nl"), ("TOKEN_KEY_SET", &document)];
    let house = House::open_with(&settings).await;
    let token = house.token(&reporter());
    let answer = house.http().get(house.url("/v1/catalogue")).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(house.log().contains("the issuer's document is of another issuer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demos_issuer_is_refused_outside_the_demo() {
    let house = House::closed(&[("TOKEN_ISSUERS", demo::ISSUER)]).await;
    let output = house.run(&["serve"]).await;
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("token_issuers: the demo's issuer is accepted by the demo alone"), "{said}");
}
