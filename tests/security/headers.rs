//! What REST reads beside messages: headers, addresses, JSON and CSV, each near what is valid. Nothing is a fault of the
//! service's, and no refusal repeats what it refuses.

use std::collections::BTreeMap;

use futures::StreamExt;
use http::{HeaderName, HeaderValue, Method};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::actors::{Actor, director, reporter, support};
use crate::doors::{Door, spec};
use crate::house::House;
use crate::parsers::near;
use crate::stages::{Stage, bsn};
use crate::survives::{BUSY, MARKER, assert_well, rounds};

const AT_ONCE: usize = 16;

/// One place in a request into which anything is put.
#[derive(Clone)]
enum Place {
    Header(&'static str),
    Path(&'static str),
    Query(&'static str),
    Body(&'static str),
}

/// A place, and what is valid there.
fn places(house: &House, case: &str) -> Vec<(Place, Method, &'static str, Actor, Vec<String>)> {
    let some = |texts: &[&str]| {
        texts.iter().map(|text| (*text).to_owned()).chain([MARKER.to_owned()]).collect::<Vec<_>>()
    };
    let question = |place, valid| (place, Method::GET, "/v1/cases", director(), valid);
    let order = |place, valid| (place, Method::POST, "/v1/cases", reporter(), valid);
    let report = (spec("ReportCase").example)().to_string();
    vec![
        question(
            Place::Header("authorization"),
            some(&[&format!("Bearer {}", house.token(&director())), "Basic eDp5"]),
        ),
        question(Place::Header("schakel-position"), some(&["1.748.12", "99.1.1", "0.0.0"])),
        question(Place::Header("schakel-purpose"), some(&["house_task", "a-b"])),
        question(Place::Header("accept-language"), some(&["nl-NL,en;q=0.5"])),
        question(Place::Header("accept"), some(&["application/json", "text/csv;q=0.1, */*"])),
        question(
            Place::Header("traceparent"),
            some(&["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]),
        ),
        question(Place::Header("grpc-timeout"), some(&["5S", "99999999H", "100m"])),
        question(Place::Header("origin"), some(&["https://friend.example", "null"])),
        question(Place::Query("cursor"), some(&["W10", "WyIyMDI2LTExLTI4IiwxMl0"])),
        question(Place::Query("limit"), some(&["10", "100"])),
        question(Place::Query("reportedFromDate"), some(&["2026-11-28"])),
        question(Place::Path("/v1/cases/"), some(&[case])),
        question(Place::Path("/v1/figures/"), some(&["intake", "people"])),
        question(Place::Path("/"), some(&["problems/not-found", "explorer/swagger-ui.css", "factsheets/"])),
        order(Place::Header("idempotency-key"), some(&["key-1", &"k".repeat(128)])),
        order(Place::Header("if-match"), some(&["\"5\"", "*", "W/\"5\""])),
        order(Place::Header("content-type"), some(&["application/json", "text/csv", "application/grpc"])),
        order(Place::Header("content-encoding"), some(&["identity", "gzip"])),
        order(Place::Body("application/json"), some(&[&report, "{\"reason\": {}}", &"[".repeat(5000)])),
        (
            Place::Body("text/csv"),
            Method::POST,
            spec("CheckSuspects").path,
            support(),
            some(&[csv_of("CheckSuspects")]),
        ),
        (
            Place::Body("text/csv"),
            Method::POST,
            spec("ImportReports").path,
            support(),
            some(&[csv_of("ImportReports")]),
        ),
    ]
}

/// The example file of an operation whose input is lines.
fn csv_of(name: &str) -> &'static str {
    let entries = schakel::operations::operations();
    let entry = entries.iter().find(|entry| entry.spec.action.name() == name).unwrap();
    entry.lines.unwrap().example
}

#[tokio::test(flavor = "multi_thread")]
async fn no_header_address_or_body_makes_the_service_fail_or_is_repeated() {
    let house = House::open_with(BUSY).await;
    let case = Stage { house: &house, door: Door::Rest }.planned(&bsn(0)).await;
    let mut runner = TestRunner::default();
    let mut told = BTreeMap::new();
    let places = places(&house, &case);
    for (place, method, path, actor, valid) in &places {
        let tree = near(valid.iter().map(|text| text.clone().into_bytes()).collect());
        let tried = (0..rounds(300))
            .map(|_| proptest::strategy::Strategy::new_tree(&tree, &mut runner).unwrap().current());
        let requests = tried.collect::<Vec<_>>().into_iter();
        let requests =
            requests.filter_map(|bytes| Some((request(&house, place, method, path, actor, &bytes)?, bytes)));
        let requests: Vec<_> = requests.collect();
        let mut answers = futures::stream::iter(requests).map(answered).buffer_unordered(AT_ONCE);
        while let Some(status) = answers.next().await {
            *told.entry(status).or_insert(0_usize) += 1;
        }
    }
    assert_well(&house).await;
    println!("= {} requests in {} places: {told:?}", told.values().sum::<usize>(), places.len());
}

/// The request with this in its place, unless no client can send that.
fn request(
    house: &House,
    place: &Place,
    method: &Method,
    path: &str,
    actor: &Actor,
    bytes: &[u8],
) -> Option<reqwest::RequestBuilder> {
    let mut url = url::Url::parse(&house.url(path)).unwrap();
    let text = String::from_utf8_lossy(bytes);
    match place {
        Place::Path(before) => url.set_path(&format!("{before}{text}")),
        Place::Query(name) => drop(url.query_pairs_mut().append_pair(name, &text)),
        Place::Header(_) | Place::Body(_) => {}
    }
    let mut headers = http::HeaderMap::new();
    let mut put = |name: &'static str, value: &[u8]| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_bytes(value).ok()?);
        Some(())
    };
    put("authorization", format!("Bearer {}", house.token(actor)).as_bytes())?;
    let mut body = Vec::new();
    if *method == Method::POST {
        put("content-type", b"application/json")?;
        put("idempotency-key", crate::doors::Envelope::default().key?.as_bytes())?;
        body = format!("{{\"reason\": \"{MARKER}\"}}").into_bytes();
    }
    match place {
        Place::Header(name) => put(name, bytes)?,
        Place::Body(media_type) => {
            put("content-type", media_type.as_bytes())?;
            body = bytes.to_vec();
        }
        Place::Path(_) | Place::Query(_) => {}
    }
    Some(house.http().request(method.clone(), url).headers(headers).body(body))
}

async fn answered((request, bytes): (reqwest::RequestBuilder, Vec<u8>)) -> u16 {
    let answer = request.send().await.unwrap_or_else(|error| panic!("{error:?} {bytes:?}"));
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = answer.text().await.unwrap_or_default();
    if status < 400 {
        return status;
    }
    let place = format!("{status} {body} {:?}", String::from_utf8_lossy(&bytes));
    let problem: Value = serde_json::from_str(&body).unwrap_or_default();
    let slug = problem["type"].as_str().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default();
    let for_now = status == 503 && ["read-model-behind", "timed-out"].contains(&slug);
    assert!(status < 500 || for_now, "{place}");
    assert!(!body.contains(MARKER) && !format!("{headers:?}").contains(MARKER), "{place}");
    status
}
