use reqwest::Response;
use schakel_domain::code::Code;

use super::*;

const SECOND: Duration = Duration::from_secs(30);

fn assert_headers(response: &Response) {
    for (name, value) in [
        ("api-version", "1.0.0"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(response.headers().get(name).unwrap(), value, "{}", response.url());
    }
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"));
    assert!(response.headers().contains_key("strict-transport-security"));
}

async fn assert_problem(response: Response, status: u16, slug: &str) -> Value {
    assert_headers(&response);
    assert_eq!(response.status().as_u16(), status, "{slug}");
    assert_eq!(response.headers()["content-type"], "application/problem+json", "{slug}");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["type"], format!("https://schakel.example.nl/problems/{slug}"));
    assert_eq!(body["status"], status);
    assert!(body["title"].is_string() && body["detail"].is_string());
    body
}

#[tokio::test]
async fn a_command_answers_with_its_receipt_and_its_headers() {
    let house = House::open(SECOND).await;
    let response = house.weigh(json!({"outcome": "done"})).send().await.unwrap();
    assert_headers(&response);
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["etag"], "\"7\"");
    assert_eq!(response.headers()["location"], format!("/v1/cases/{CASE}"));
    assert_eq!(response.headers()["schakel-position"], "1.2.3");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body, json!({"id": CASE, "version": 7, "position": "1.2.3"}));
}

#[tokio::test]
async fn a_question_is_read_from_path_query_and_headers() {
    let house = House::open(SECOND).await;
    let path = format!("/v1/cases/{CASE}?depth=3");
    let question = house.director(Method::GET, &path).header("accept-language", "nl");
    let response = question.header("schakel-position", "1.2.3").send().await.unwrap();
    assert_eq!(response.headers()["etag"], "\"4\"");
    assert_eq!(response.headers()["content-language"], "nl");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body, json!({"caseId": CASE, "depth": 3, "atLeast": "1.2.3", "language": "nl"}));
    let head = house.director(Method::HEAD, &path).send().await.unwrap();
    assert_headers(&head);
    assert_eq!(head.status(), 200);
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let house = House::open(SECOND).await;
    let case = format!("/v1/cases/{CASE}");
    let weighings = format!("{case}/weighings");
    for path in ["/v1/nothing", &format!("{case}/"), "/v1/cases/%ff", "/v1/health/live/"] {
        let response = house.director(Method::GET, path).send().await.unwrap();
        assert_problem(response, 404, "not-found").await;
    }
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE] {
        let response = house.director(method.clone(), &case).send().await.unwrap();
        let allow = response.headers()["allow"].to_str().unwrap().to_owned();
        assert!(allow.contains("GET"), "{method}: {allow}");
        assert_problem(response, 405, "method-not-allowed").await;
    }
    let with_key = || house.director(Method::POST, &weighings).header("idempotency-key", "k");
    let json = |body: String| with_key().header("content-type", "application/json; charset=utf-8").body(body);
    assert_problem(with_key().body("{}").send().await.unwrap(), 415, "unsupported-media-type").await;
    let text = with_key().header("content-type", "text/plain").body("{}");
    assert_problem(text.send().await.unwrap(), 415, "unsupported-media-type").await;
    assert_problem(json("{".into()).send().await.unwrap(), 400, "not-json").await;
    let large = json(format!("{{\"outcome\": \"{}\"}}", "x".repeat(5000)));
    assert_problem(large.send().await.unwrap(), 413, "too-large").await;
    let not_ready = house.rest(Method::GET, "/v1/health/ready").send().await.unwrap();
    let body = assert_problem(not_ready, 503, "unavailable").await;
    assert_eq!(body["report"]["ready"], false);
    let live = house.rest(Method::GET, "/v1/health/live").send().await.unwrap();
    assert_headers(&live);
    assert_eq!(live.status(), 200);
}

#[tokio::test]
async fn who_is_not_known_or_may_not_gets_nothing() {
    let house = House::open(SECOND).await;
    let path = format!("/v1/cases/{CASE}");
    let missing = house.rest(Method::GET, &path).send().await.unwrap();
    assert_eq!(missing.headers()["www-authenticate"], r#"Bearer realm="schakel""#);
    assert_problem(missing, 401, "unauthenticated").await;
    let bearer = house.tokens.bearer(&[Role::ProcessDirector]);
    let in_query = format!("{path}?access_token={}", bearer.trim_start_matches("Bearer "));
    let response = house.rest(Method::GET, &in_query).send().await.unwrap();
    assert_problem(response, 401, "unauthenticated").await;
    let wrong = house.rest(Method::GET, &path).header("authorization", "Bearer a.b.c");
    let wrong = wrong.send().await.unwrap();
    assert!(wrong.headers()["www-authenticate"].to_str().unwrap().contains("invalid_token"));
    assert_problem(wrong, 401, "unauthenticated").await;
    let mayor = house.tokens.bearer(&[Role::Mayor]);
    let forbidden = house.rest(Method::GET, &path).header("authorization", mayor);
    let body = assert_problem(forbidden.send().await.unwrap(), 403, "forbidden").await;
    assert!(body["allowedRoles"].as_array().unwrap().contains(&json!(Role::ProcessDirector.code())));
}

#[tokio::test]
async fn every_mistake_of_a_request_is_told_together() {
    let house = House::open(SECOND).await;
    let request = house.weigh(json!({"bsn": "999900007", "caseId": CASE, "more": 1}));
    let path = request.header("if-match", "5").header("schakel-purpose", "x".repeat(201));
    let body = assert_problem(path.send().await.unwrap(), 400, "invalid-input").await;
    let mut found: Vec<_> =
        body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    found.sort_unstable();
    assert_eq!(found, ["If-Match", "Schakel-Purpose", "bsn", "caseId", "more", "outcome"]);
    assert!(!body.to_string().contains("999900007"));
    for query in ["?depth=ten", "?depth=10", "?depth=1&depth=2", "?deep=1", "?caseId=x"] {
        let path = format!("/v1/cases/{CASE}{query}");
        let response = house.director(Method::GET, &path).send().await.unwrap();
        assert_problem(response, 400, "invalid-input").await;
    }
    let no_id = house.director(Method::GET, "/v1/cases/42").send().await.unwrap();
    assert_problem(no_id, 404, "not-found").await;
    for key in ["", "two words", &"k".repeat(129)] {
        let request = house.weigh(json!({"outcome": "done"})).build().unwrap();
        let mut request = request;
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        let response = reqwest::Client::new().execute(request).await.unwrap();
        assert_problem(response, 400, "idempotency-key-missing").await;
    }
}

#[tokio::test]
async fn a_malformed_header_is_a_mistake_and_not_absent() {
    let house = House::open(SECOND).await;
    let asked = async |name: &str, value: &[u8]| {
        let question = house.director(Method::GET, &format!("/v1/cases/{CASE}"));
        question.header(name, http::HeaderValue::from_bytes(value).unwrap()).send().await.unwrap()
    };
    let longest = format!("a{}", "-".repeat(63));
    for purpose in ["signal-7", "a", longest.as_str()] {
        assert_eq!(asked("schakel-purpose", purpose.as_bytes()).await.status(), 200, "{purpose}");
    }
    let too_long = format!("{longest}-");
    for (name, value, rule) in [
        ("Schakel-Purpose", "".as_bytes(), "pattern"),
        ("Schakel-Purpose", "Signal".as_bytes(), "pattern"),
        ("Schakel-Purpose", "7-signal".as_bytes(), "pattern"),
        ("Schakel-Purpose", "jan jansen".as_bytes(), "pattern"),
        ("Schakel-Purpose", "signaal-é".as_bytes(), "pattern"),
        ("Schakel-Purpose", &[0xff], "pattern"),
        ("Schakel-Purpose", too_long.as_bytes(), "pattern"),
        ("Schakel-Position", "".as_bytes(), "position"),
        ("Schakel-Position", "1.2.é".as_bytes(), "position"),
        ("Schakel-Position", &[0xff], "position"),
    ] {
        let body = assert_problem(asked(name, value).await, 400, "invalid-input").await;
        assert_eq!(body["errors"][0]["field"], name, "{value:?}");
        assert_eq!(body["errors"][0]["rule"], rule, "{value:?}");
    }
}

#[tokio::test]
async fn refusals_of_the_application_keep_their_kind() {
    let house = House::open(SECOND).await;
    let conflict = house.weigh(json!({"outcome": "conflict"})).send().await.unwrap();
    assert_problem(conflict, 409, "conflict").await;
    let moved = house.weigh(json!({"outcome": "conflict"})).header("if-match", "\"5\"");
    let body = assert_problem(moved.send().await.unwrap(), 412, "version-moved").await;
    assert_eq!(body["actualVersion"], 9);
    let behind = house.weigh(json!({"outcome": "behind"})).send().await.unwrap();
    assert_eq!(behind.headers()["retry-after"], "1");
    assert_problem(behind, 503, "read-model-behind").await;
}

#[tokio::test]
async fn a_panic_and_a_hanging_operation_are_problems() {
    let house = House::open(Duration::from_millis(300)).await;
    let panic = house.weigh(json!({"outcome": "panic"})).send().await.unwrap();
    assert_problem(panic, 500, "internal").await;
    let hangs = house.weigh(json!({"outcome": "hang"})).send().await.unwrap();
    assert_problem(hangs, 503, "timed-out").await;
}

#[tokio::test]
async fn only_friends_may_call_from_a_browser_and_anyone_may_read_the_contract() {
    let house = House::real().await;
    let allowed = async |path: &str, origin: &str| {
        let preflight = house
            .rest(Method::OPTIONS, path)
            .header("origin", origin)
            .header("access-control-request-method", "GET");
        let response = preflight.send().await.unwrap();
        assert_headers(&response);
        response.headers().contains_key("access-control-allow-origin")
    };
    assert!(allowed("/v1/catalogue", "https://friend.example").await);
    assert!(!allowed("/v1/catalogue", "https://stranger.example").await);
    assert!(allowed("/v1/openapi.json", "https://stranger.example").await);
}

#[tokio::test]
async fn the_pages_are_there() {
    let house = House::real().await;
    for (path, media_type) in [
        ("/", "application/json"),
        ("/v1/openapi.json", "application/json"),
        ("/v1/glossary", "application/json"),
        ("/v1/health/ready", "application/json"),
        ("/problems/not-found", "text/html"),
        ("/explorer/", "text/html"),
        ("/explorer/swagger-ui.css", "text/css"),
        ("/explorer/swagger-initializer.js", "text/javascript"),
        ("/explorer/openapi.json", "application/json"),
    ] {
        let response = house.rest(Method::GET, path).send().await.unwrap();
        assert_headers(&response);
        assert_eq!(response.status(), 200, "{path}");
        let found = response.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(found.starts_with(media_type), "{path}: {found}");
        assert!(!response.text().await.unwrap().is_empty());
    }
    for path in ["/problems/unheard-of", "/problems/%ff", "/explorer/unheard.js", "/explorer/%ff"] {
        let response = house.rest(Method::GET, path).send().await.unwrap();
        assert_problem(response, 404, "not-found").await;
    }
}
