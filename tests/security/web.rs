//! Bodies of gRPC-web, as bytes and as base64, each near what is valid. Nothing is a fault of the service's, and no answer
//! repeats what it was sent.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use schakel::doors::Spec;
use serde_json::Value;

use crate::actors::{Actor, partner, support};
use crate::doors::{Door, Envelope, frame, message, method, request_message, spec};
use crate::house::House;
use crate::parsers::near;
use crate::stages::{Stage, as_partner, bsn};
use crate::survives::{BUSY, MARKER, assert_well, rounds};

const AT_ONCE: usize = 16;
/// As bytes, and as text.
const MEDIA_TYPES: [&str; 2] = ["application/grpc-web+proto", "application/grpc-web-text+proto"];
/// Statuses that are the service's own fault: unknown, internal, data loss.
const FAULTS: [&str; 3] = ["2", "13", "15"];

/// What is asked: of one message, and of a stream of them.
fn calls() -> [(&'static Spec, Actor, Vec<u8>); 2] {
    let question = spec("LookUpPerson");
    let mut asked = as_partner(&bsn(0));
    asked["reference"] = MARKER.into();
    let asked = request_message(question, &method(question), asked, &Envelope::default());
    let list = spec("CheckSuspects");
    let lines = (list.example)()["lines"].as_array().unwrap().clone();
    let lines = lines.iter().map(|line: &Value| frame(&message(line, &method(list).input())));
    [(question, partner(), frame(&asked)), (list, support(), lines.collect::<Vec<_>>().concat())]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_body_of_grpc_web_makes_the_service_fail_or_is_repeated() {
    let house = House::open_with(BUSY).await;
    Stage { house: &house, door: Door::Grpc }.planned(&bsn(0)).await;
    let mut runner = TestRunner::default();
    let mut told = BTreeMap::new();
    for (spec, actor, valid) in calls() {
        for media_type in MEDIA_TYPES {
            let is_text = media_type.contains("text");
            let valid = if is_text { STANDARD.encode(&valid).into_bytes() } else { valid.clone() };
            let good = call(&house, spec, &actor, media_type, valid.clone()).await;
            assert_eq!(good, "0", "{media_type}");
            let tree = near(vec![valid]);
            let bodies: Vec<_> =
                (0..rounds(300)).map(|_| tree.new_tree(&mut runner).unwrap().current()).collect();
            let calls = futures::stream::iter(bodies);
            let calls = calls.map(|body| call(&house, spec, &actor, media_type, body));
            let mut statuses = calls.buffer_unordered(AT_ONCE);
            while let Some(status) = statuses.next().await {
                assert!(!FAULTS.contains(&status.as_str()), "{media_type}: {status}");
                *told.entry(status).or_insert(0_usize) += 1;
            }
        }
    }
    assert_well(&house).await;
    println!("= {} bodies of gRPC-web, by status: {told:?}", told.values().sum::<usize>());
}

/// The status of gRPC, which stands in the headers or in the last frame; nothing that was sent is in the answer.
async fn call(house: &House, spec: &Spec, actor: &Actor, media_type: &str, body: Vec<u8>) -> String {
    let call = house.http().post(house.url(&spec.rpc_path())).bearer_auth(house.token(actor));
    let call = call.header("content-type", media_type).header("accept", media_type).header("x-grpc-web", "1");
    let call = call.header("idempotency-key", Envelope::default().key.unwrap());
    let answer = call.body(body).send().await.unwrap();
    let http = answer.status().as_u16();
    assert!(http < 500, "{media_type}: {http}");
    let in_headers = answer.headers().get("grpc-status").map(|it| it.to_str().unwrap().to_owned());
    let bytes = answer.bytes().await.unwrap().to_vec();
    let bytes = if media_type.contains("text") { decoded(&bytes) } else { bytes };
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains(MARKER) && !text.contains(&bsn(0)), "{text}");
    let in_trailers = text
        .rsplit_once("grpc-status:")
        .map(|(_, rest)| rest.trim_start().chars().take_while(char::is_ascii_digit).collect());
    in_headers.or(in_trailers).unwrap_or_else(|| format!("HTTP {http}"))
}

/// Each frame is encoded by itself.
fn decoded(body: &[u8]) -> Vec<u8> {
    let quartets = body.chunks(4).map(|it| STANDARD.decode(it).unwrap_or_default());
    quartets.collect::<Vec<_>>().concat()
}
