//! Both doors from outside, over a real connection.
#![expect(clippy::unwrap_used, reason = "tests")]

mod fixture;
mod grpc;
mod rest;

use std::time::Duration;

use http::Method;
use schakel_access::Role;
use serde_json::{Value, json};

use fixture::{CASE, House};

#[tokio::test]
async fn the_catalogue_is_the_same_behind_both_doors() {
    let house = House::real().await;
    let path = "/v1/catalogue";
    let rest: Value = house.director(Method::GET, path).send().await.unwrap().json().await.unwrap();
    let method = "schakel.v1.CatalogueService/GetCatalogue";
    let grpc = house.grpc_as_director(method, json!({})).await.unwrap();
    assert_eq!((&rest["subregions"], &rest["themes"]), (&grpc["subregions"], &grpc["themes"]));
    assert_eq!(rest["region"], json!({"code": "hollands_midden", "label": "Hollands Midden"}));
    let named = |answer: &Value| answer["meetingTypes"].to_string().contains("radicalisation");
    assert!(!named(&rest), "the shielded type is not named");
    let cleared = house.tokens.bearer(&[Role::Cleared]);
    let headers = [("authorization", cleared.as_str()), ("accept-language", "nl")];
    let grpc = house.grpc(method, json!({}), &headers).await.unwrap();
    assert_eq!(grpc["meetingTypes"][2]["label"], "Top60-overleg");
    assert!(named(&grpc));
}

#[tokio::test]
async fn a_repeat_through_the_other_door_is_the_same_request() {
    let house = House::open(Duration::from_secs(30)).await;
    let body = json!({"outcome": "echo", "bsn": "999900006"});
    let rest: Value = house.weigh(body).send().await.unwrap().json().await.unwrap();
    let input = json!({"idempotencyKey": "key-1", "caseId": CASE, "outcome": "echo", "bsn": "999900006"});
    let grpc = house.grpc_as_director("schakel.v1.TestService/WeighCase", input).await.unwrap();
    assert_eq!(rest, grpc);
    assert!(rest["id"].as_str().unwrap().contains("WeighCase"));
}

#[tokio::test]
async fn the_same_request_in_other_words_is_the_same_request() {
    let house = House::open(Duration::from_secs(30)).await;
    let method = "schakel.v1.TestService/WeighCase";
    let input = json!({"idempotencyKey": "key-1", "caseId": CASE, "outcome": "echo",
        "heldAt": "2024-02-29T09:00:00Z"});
    let plain = house.grpc_as_director(method, input.clone()).await.unwrap();
    let body = json!({"outcome": "echo", "criteria": [], "hurried": false, "bsn": null,
        "heldAt": "2024-02-29T10:00:00+01:00"});
    let path = format!("/v1/cases/{}/weighings", CASE.to_uppercase());
    let request = house.director(Method::POST, &path).header("idempotency-key", "key-1");
    let request = request.header("content-type", "application/json").body(body.to_string());
    let rest: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(rest, plain);
    let mut other = input;
    other["criteria"] = json!(["d"]);
    assert_ne!(house.grpc_as_director(method, other).await.unwrap(), plain);
}
