//! What is gRPC's own: health, reflection, calls from a browser, deadlines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use prost_reflect::DynamicMessage;
use serde_json::json;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServiceResponse};

use crate::actors::{director, partner};
use crate::cluster::Cluster;
use crate::doors::{self, Door, Envelope, descriptors, frame, grpc_trouble, method, request_message, spec};
use crate::house::{House, eventually};
use crate::stages::{Stage, as_partner, bsn};

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told_to_anybody() {
    let house = House::open().await;
    let mut client = HealthClient::new(house.client(Door::Grpc).channel);
    eventually("health over gRPC", async || {
        client.check(HealthCheckRequest::default()).await.unwrap().into_inner().status == 1
    })
    .await;
    let unknown = HealthCheckRequest { service: "unheard.of".into() };
    assert_eq!(client.check(unknown).await.unwrap_err().code(), tonic::Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn reflection_shows_every_service_with_its_messages() {
    let house = House::open().await;
    let client = ServerReflectionClient::new(house.client(Door::Grpc).channel);
    let ask = async |question: MessageRequest| {
        let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
        let answers = client.clone().server_reflection_info(futures::stream::iter([request])).await;
        answers.unwrap().into_inner().message().await.unwrap().unwrap().message_response.unwrap()
    };
    let listed = ask(MessageRequest::ListServices(String::new())).await;
    let MessageResponse::ListServicesResponse(listed) = listed else { panic!("no list: {listed:?}") };
    let names: Vec<_> = listed.service.iter().map(|ServiceResponse { name }| name.as_str()).collect();
    for service in descriptors().services() {
        assert!(names.contains(&service.full_name()), "{}", service.full_name());
        let file = ask(MessageRequest::FileContainingSymbol(service.full_name().to_owned())).await;
        let MessageResponse::FileDescriptorResponse(file) = file else { panic!("no file: {file:?}") };
        let file = names_of(&file.file_descriptor_proto);
        assert!(file.contains(&service.parent_file().name().to_owned()), "{file:?}");
    }
    assert!(names.contains(&"grpc.health.v1.Health"));
}

/// The names of these descriptors' files.
fn names_of(files: &[Vec<u8>]) -> Vec<String> {
    let descriptor = prost_reflect::DescriptorPool::global();
    let descriptor = descriptor.get_message_by_name("google.protobuf.FileDescriptorProto").unwrap();
    let name = |bytes: &Vec<u8>| {
        let file = DynamicMessage::decode(descriptor.clone(), bytes.as_slice()).unwrap();
        file.get_field_by_name("name").unwrap().as_str().unwrap().to_owned()
    };
    files.iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_gets_the_same_answer_by_grpc_web() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Grpc }.planned(&bsn(0)).await;
    let question = as_partner(&bsn(0));
    let asked = house.done(Door::Grpc, &partner(), "LookUpPerson", question.clone()).await.json;
    assert_eq!(asked["hit"], true, "{case}");
    let spec = spec("LookUpPerson");
    let method = method(spec);
    let request = frame(&request_message(spec, &method, question, &Envelope::default()));
    for (media_type, is_text) in
        [("application/grpc-web+proto", false), ("application/grpc-web-text+proto", true)]
    {
        let body = if is_text { STANDARD.encode(&request).into_bytes() } else { request.clone() };
        let call = house.http().post(house.url(&spec.rpc_path())).bearer_auth(house.token(&partner()));
        let call =
            call.header("content-type", media_type).header("accept", media_type).header("x-grpc-web", "1");
        let response = call.body(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], media_type);
        let body = response.bytes().await.unwrap().to_vec();
        let body = if is_text { decode_text(&body) } else { body };
        let length = usize::try_from(u32::from_be_bytes(body[1..5].try_into().unwrap())).unwrap();
        let (message, trailers) = (&body[5..5 + length], &body[5 + length..]);
        let answer = DynamicMessage::decode(method.output(), message).unwrap();
        assert_eq!(doors::json(&answer), asked);
        assert_eq!(trailers[0], 0x80, "trailers come in a frame of their own");
        assert!(String::from_utf8_lossy(&trailers[5..]).contains("grpc-status:0"));
    }
    let refused =
        house.http().post(house.url(&spec.rpc_path())).header("content-type", "application/grpc-web+proto");
    let refused = refused.body(request).send().await.unwrap();
    let headers: HeaderMap = refused.headers().clone();
    assert_eq!(grpc_trouble(&tonic::Status::from_header_map(&headers).unwrap()).slug, "unauthenticated");
}

/// Each frame is encoded by itself.
fn decode_text(body: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(body).unwrap();
    let quartets: Vec<_> = text.as_bytes().chunks(4).map(|it| STANDARD.decode(it).unwrap()).collect();
    quartets.concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_is_honoured_while_the_database_hangs() {
    // Such a lock is a transaction that holds back the logs of every House of this PostgreSQL.
    let cluster = Cluster::start().await;
    let house = cluster.open_house(&[("REQUEST_TIMEOUT_SECONDS", "1")]).await;
    let case = Stage { house: &house, door: Door::Grpc }.reported(&bsn(0)).await;
    let mut lock = house.pool().begin().await.unwrap();
    sqlx::query("lock table journal.events in access exclusive mode").execute(&mut *lock).await.unwrap();

    let spec = spec("GetCase");
    let message = request_message(spec, &method(spec), json!({"caseId": case}), &Envelope::default());
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    for deadline in [Some("150m"), Some("1n"), Some("99999999H"), None] {
        let call = client.post(house.url(&spec.rpc_path())).bearer_auth(house.token(&director()));
        let mut call = call.header("content-type", "application/grpc").header("te", "trailers");
        if let Some(deadline) = deadline {
            call = call.header("grpc-timeout", deadline);
        }
        // The answer comes although nobody lets go of the lock.
        let response = call.body(frame(&message)).send().await.unwrap();
        let headers: HeaderMap = response.headers().clone();
        let trouble = grpc_trouble(&tonic::Status::from_header_map(&headers).unwrap());
        assert_eq!((trouble.slug.as_str(), trouble.code), ("timed-out", 4), "{deadline:?}");
    }
    let over_rest =
        house.call(Door::Rest, &director(), "GetCase", json!({"caseId": case})).await.unwrap_err();
    assert_eq!((over_rest.slug.as_str(), over_rest.code), ("timed-out", 503));
    lock.rollback().await.unwrap();
    house.done(Door::Grpc, &director(), "GetCase", json!({"caseId": case})).await;
}
