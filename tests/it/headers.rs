//! The headers that every answer carries (NORMS §1), whoever gives it, over HTTP/1.1 and HTTP/2.

use http::Method;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::actors::{director, manager, reporter, support};
use crate::doors::Door;
use crate::house::House;
use crate::stages::{Stage, bsn, for_the_house};

const FRIEND: &str = "https://friend.example";
const STRANGER: &str = "https://stranger.example";

fn clients() -> [(&'static str, Client); 2] {
    let builder = || Client::builder().redirect(reqwest::redirect::Policy::none());
    [
        ("HTTP/1.1", builder().http1_only().build().unwrap()),
        ("HTTP/2", builder().http2_prior_knowledge().build().unwrap()),
    ]
}

fn assert_headers(place: &str, response: &Response) {
    let headers = response.headers();
    for (name, value) in [
        ("api-version", "1.0.0"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        let found: Vec<_> = headers.get_all(name).iter().collect();
        assert_eq!(found, [value], "{place}: {name}");
    }
    let policies: Vec<_> = headers.get_all("content-security-policy").iter().collect();
    let [policy] = policies.as_slice() else { panic!("{place}: {policies:?}") };
    assert!(policy.to_str().unwrap().contains("frame-ancestors 'none'"), "{place}");
    assert!(policy.to_str().unwrap().contains("default-src '"), "{place}");
    for name in ["server", "x-powered-by"] {
        assert!(!headers.contains_key(name), "{place}: {name}");
    }
}

/// Requests by what they are answered with.
fn requests(house: &House, client: &Client, case: &str, key: &str) -> Vec<(u16, RequestBuilder)> {
    let token = house.token(&director());
    let get = |path: &str| client.get(house.url(path)).bearer_auth(&token);
    let post = |path: &str| {
        let request = client.post(house.url(path)).bearer_auth(house.token(&support()));
        request.header("idempotency-key", format!("{path}{key}"))
    };
    let weighings = format!("/v1/cases/{case}/weighings");
    let reason = json!({"reason": "Zomaar."});
    let method = |name: &str, path: &str| {
        let method = Method::from_bytes(name.as_bytes()).unwrap();
        client.request(method, house.url(path)).bearer_auth(&token)
    };
    vec![
        (200, get("/v1/cases")),
        (200, get(&format!("/v1/cases/{case}"))),
        (200, get("/v1/catalogue")),
        (200, method("HEAD", "/v1/cases")),
        (201, post("/v1/cases").json(&reason)),
        (200, client.post(house.url("/v1/lookups")).bearer_auth(&token).json(&for_the_house(&bsn(0)))),
        (400, post("/v1/cases").json(&json!({}))),
        (400, post("/v1/cases").header("content-type", "application/json").body("{")),
        (400, client.post(house.url("/v1/cases")).bearer_auth(&token).json(&reason)),
        (401, client.get(house.url("/v1/cases"))),
        (401, client.get(house.url("/v1/cases")).bearer_auth("garbage")),
        (403, client.get(house.url("/v1/persons/x")).bearer_auth(house.token(&reporter()))),
        (404, get("/v1/cases/x")),
        (404, get("/v1/nothing")),
        (404, get("/v1/cases/")),
        (404, method("HEAD", "/v1/nothing")),
        (405, method("DELETE", "/v1/cases")),
        (405, method("OPTIONS", "/v1/cases")),
        (405, method("TRACE", "/v1/cases")),
        (409, post(&weighings).json(&json!({"criteria": ["d"], "decision": "schedule_focus"}))),
        (
            412,
            post(&weighings)
                .header("if-match", "\"99\"")
                .json(&json!({"criteria": ["d"], "decision": "schedule_focus"})),
        ),
        (413, post("/v1/cases").json(&json!({"reason": "x".repeat(5000)}))),
        (415, post("/v1/cases").header("content-type", "text/plain").body("reden")),
        (503, get("/v1/cases").header("schakel-position", "99.999999999.999999999")),
        (200, client.get(house.url("/"))),
        (200, client.get(house.url("/v1/openapi.json"))),
        (200, client.get(house.url("/v1/glossary"))),
        (200, client.get(house.url("/v1/health/live"))),
        (200, client.get(house.url("/v1/health/ready"))),
        (200, client.get(house.url("/problems/not-found"))),
        (404, client.get(house.url("/problems/unheard-of"))),
        (308, client.get(house.url("/explorer"))),
        (200, client.get(house.url("/explorer/"))),
        (200, client.get(house.url("/explorer/swagger-ui-bundle.js"))),
        (404, client.get(house.url("/explorer/unheard-of.js"))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_them_whoever_gives_it() {
    let house = House::open_with(&[("MAX_BODY_BYTES", "4096")]).await;
    let case = Stage { house: &house, door: Door::Rest }.weighed(&bsn(0)).await;
    for (version, client) in clients() {
        for (status, request) in requests(&house, &client, &case, version) {
            let request = request.build().unwrap();
            let place = format!("{version} {} {}", request.method(), request.url().path());
            let is_head = request.method() == Method::HEAD;
            let response = client.execute(request).await.unwrap();
            assert_eq!(
                format!("{:?}", response.version()).replace(".0", ""),
                version.replace(".0", ""),
                "{place}"
            );
            assert_eq!(response.status(), status, "{place}");
            assert_headers(&place, &response);
            if status >= 400 {
                assert_eq!(response.headers()["content-type"], "application/problem+json", "{place}");
            }
            if status == 405 {
                assert!(response.headers().contains_key("allow"), "{place}");
            }
            let is_json = response
                .headers()
                .get("content-type")
                .is_some_and(|it| it.to_str().unwrap().contains("json"));
            let body = response.text().await.unwrap();
            assert_eq!(body.is_empty(), is_head || status == 308, "{place}");
            if status >= 400 && !is_head {
                assert_problem(&place, status, &body);
            } else if is_json && !is_head {
                assert!(serde_json::from_str::<Value>(&body).is_ok(), "{place}: {body}");
            }
        }
    }
}

fn assert_problem(place: &str, status: u16, body: &str) {
    let body: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{place}: {body}"));
    assert_eq!(body["status"], status, "{place}");
    for name in ["type", "title", "detail", "traceId"] {
        assert!(body[name].is_string(), "{place}: {name}");
    }
    assert!(body["type"].as_str().unwrap().starts_with(crate::house::PUBLIC_URL), "{place}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_over_grpc_carry_them_too() {
    let house = House::open().await;
    let client = Client::builder().http2_prior_knowledge().build().unwrap();
    let call = async |path: &str, token: &str| {
        let request = client.post(house.url(path)).bearer_auth(token).header("te", "trailers");
        request.header("content-type", "application/grpc").body(vec![0; 5]).send().await.unwrap()
    };
    let token = house.token(&director());
    for (path, token, status) in [
        ("/schakel.v1.CatalogueService/GetCatalogue", token.as_str(), None),
        ("/schakel.v1.CatalogueService/GetCatalogue", "garbage", Some("16")),
        ("/schakel.v1.CaseService/GetCase", &token, Some("3")),
        ("/schakel.v1.CaseService/BurnCase", &token, Some("12")),
        ("/grpc.health.v1.Health/Check", "garbage", None),
    ] {
        let response = call(path, token).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_headers(path, &response);
        let told = response.headers().get("grpc-status").map(|it| it.to_str().unwrap());
        assert_eq!(told, status, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_answers_like_a_get_without_its_body() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Rest }.reported(&bsn(0)).await;
    for path in ["/v1/cases".to_owned(), format!("/v1/cases/{case}"), "/v1/openapi.json".to_owned()] {
        let request =
            |method| house.http().request(method, house.url(&path)).bearer_auth(house.token(&director()));
        let get = request(Method::GET).send().await.unwrap();
        let head = request(Method::HEAD).send().await.unwrap();
        assert_eq!(head.status(), get.status(), "{path}");
        for name in ["content-type", "etag", "api-version", "content-language"] {
            assert_eq!(head.headers().get(name), get.headers().get(name), "{path} {name}");
        }
        assert!(head.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_come_in_the_language_that_is_asked_for_and_codes_never_change() {
    let house = House::open().await;
    for (asked, given) in [("nl", "nl"), ("nl-NL,en;q=0.5", "nl"), ("en", "en"), ("de", "en"), ("", "en")] {
        let request = house.http().get(house.url("/v1/cases/x")).bearer_auth(house.token(&manager()));
        let response = request.header("accept-language", asked).send().await.unwrap();
        assert_eq!(response.headers()["content-language"], given, "{asked}");
        let body: Value = response.json().await.unwrap();
        let title = if given == "nl" { "Hier is niets" } else { "There is nothing here" };
        assert_eq!(body["title"], title, "{asked}");
        assert_eq!(body["type"], "https://schakel.example.nl/problems/not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_friends_may_call_from_a_browser_and_anybody_may_read_the_contract() {
    let house = House::open_with(&[("CORS_ORIGINS", FRIEND)]).await;
    let allowed = |response: &Response| {
        let origin = response.headers().get("access-control-allow-origin");
        origin.map(|origin| origin.to_str().unwrap().to_owned())
    };
    for (path, origin, expected) in [
        ("/v1/cases", FRIEND, Some(FRIEND)),
        ("/v1/cases", STRANGER, None),
        ("/v1/cases", "null", None),
        ("/v1/cases", "https://friend.example.evil.example", None),
        ("/v1/openapi.json", STRANGER, Some(STRANGER)),
        ("/v1/glossary", STRANGER, None),
    ] {
        let preflight = house.http().request(Method::OPTIONS, house.url(path)).header("origin", origin);
        let preflight = preflight.header("access-control-request-method", "POST");
        let preflight = preflight
            .header("access-control-request-headers", "authorization,content-type,idempotency-key,if-match");
        let response = preflight.send().await.unwrap();
        assert_headers(path, &response);
        assert_eq!(allowed(&response).as_deref(), expected, "{path} {origin}");
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
        let call = house.http().get(house.url(path)).header("origin", origin);
        let response = call.bearer_auth(house.token(&director())).send().await.unwrap();
        assert_headers(path, &response);
        assert_eq!(response.status(), 200);
        assert_eq!(allowed(&response).as_deref(), expected, "{path} {origin}");
    }
}
