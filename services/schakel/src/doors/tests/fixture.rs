//! A house with two operations of its own behind both doors.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderValue, Method};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor};
use schakel_access::{Action, Role};
use schakel_application::{Application, Error, Unavailable};
use schakel_journal::Place;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::doors::desk::{Desk, Register};
use crate::doors::front::{self, FrontSettings};
use crate::doors::grpc::DynamicCodec;
use crate::doors::{Answer, Call, Entry, Kind, Operation, Spec, bridge};
use crate::health;
use crate::identity::{Caller, KeySet, Verifier};
use crate::serve;
use crate::testing::{Tokens, Told, application};
use crate::wire::{Bsn, Receipt};

const PROTO: &str = r#"
syntax = "proto3";
package schakel.v1;
import "google/protobuf/timestamp.proto";
service TestService {
  rpc WeighCase(WeighCaseRequest) returns (WeighCaseResponse);
  rpc GetCase(GetCaseRequest) returns (GetCaseResponse);
}
message WeighCaseRequest {
  string idempotency_key = 1;
  optional uint32 expected_version = 2;
  string case_id = 3;
  string outcome = 4;
  string bsn = 5;
  repeated string criteria = 6;
  bool hurried = 7;
  google.protobuf.Timestamp held_at = 8;
}
message WeighCaseResponse { string id = 1; uint32 version = 2; string position = 3; }
message GetCaseRequest { string at_least_position = 1; string case_id = 2; optional uint32 depth = 3; }
message GetCaseResponse { string case_id = 1; optional uint32 depth = 2; string at_least = 3; string language = 4; }
"#;

pub const CASE: &str = "0190c0de-0000-7000-8000-000000000001";

struct WeighCase;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WeighCaseInput {
    #[schema(format = "uuid")]
    case_id: String,
    outcome: String,
    #[expect(dead_code, reason = "it is the contract that looks at it")]
    bsn: Option<Bsn>,
    #[serde(default)]
    #[expect(dead_code, reason = "only its fingerprint is looked at")]
    criteria: Vec<String>,
    #[expect(dead_code, reason = "only its fingerprint is looked at")]
    hurried: Option<bool>,
    #[expect(dead_code, reason = "only its fingerprint is looked at")]
    held_at: Option<DateTime<Utc>>,
}

impl Operation for WeighCase {
    type Input = WeighCaseInput;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::WeighCase,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/cases/{caseId}/weighings",
        service: "TestService",
        summary: "Weigh",
        description: "Weigh",
        example: || json!({"outcome": "done"}),
        example_answer: || json!({"id": "a", "version": 1, "position": "1.2.3"}),
    };

    async fn run(_: &Application, call: Call, input: WeighCaseInput) -> Result<Answer<Receipt>, Error> {
        let place = Place { epoch: 1, tx_id: 2, position: 3 };
        let request = call.idempotency.map(|i| i.request).unwrap_or_default();
        match input.outcome.as_str() {
            "done" => {
                let answer = Answer::receipt(input.case_id.clone(), 7, place);
                Ok(answer.located_at(format!("/v1/cases/{}", input.case_id)))
            }
            "echo" => Ok(Answer::receipt(String::from_utf8_lossy(&request), 7, place)),
            "conflict" => Err(Error::Conflict { expected: call.expected_version, actual: 9 }),
            "behind" => Err(Error::Unavailable { what: Unavailable::Behind, source: None }),
            "hang" => std::future::pending().await,
            outcome => unreachable!("{outcome}"),
        }
    }
}

struct GetCase;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GetCaseInput {
    #[schema(format = "uuid")]
    case_id: String,
    #[schema(minimum = 0, maximum = 9)]
    depth: Option<u32>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GetCaseOutput {
    case_id: String,
    depth: Option<u32>,
    at_least: String,
    language: String,
}

impl Operation for GetCase {
    type Input = GetCaseInput;
    type Output = GetCaseOutput;
    const SPEC: Spec = Spec {
        action: Action::GetCase,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}",
        service: "TestService",
        summary: "Get",
        description: "Get",
        example: || json!({"depth": 1}),
        example_answer: || json!({"caseId": CASE, "atLeast": "", "language": "nl"}),
    };

    async fn run(_: &Application, call: Call, input: GetCaseInput) -> Result<Answer<GetCaseOutput>, Error> {
        Ok(Answer::of(GetCaseOutput {
            case_id: input.case_id,
            depth: input.depth,
            at_least: call.at_least.map(|place| place.to_string()).unwrap_or_default(),
            language: call.language.tag().to_owned(),
        })
        .at_version(4))
    }
}

pub struct House {
    pub address: SocketAddr,
    pub tokens: Tokens,
    pool: DescriptorPool,
    client: reqwest::Client,
    shutdown: CancellationToken,
}

impl Drop for House {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

fn test_descriptors() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.proto");
    std::fs::write(&file, PROTO).unwrap();
    protox::compile([file], [folder.path()]).unwrap().encode_to_vec()
}

/// A register in which everybody is what their token says.
struct Everybody;

impl Register for Everybody {
    fn known(&self, caller: Caller) -> BoxFuture<'_, Result<Caller, Error>> {
        async { Ok(caller) }.boxed()
    }

    fn shielded<'a>(&'a self, _: &'a [Uuid]) -> BoxFuture<'a, Result<BTreeSet<Uuid>, Error>> {
        async { Ok(BTreeSet::new()) }.boxed()
    }
}

impl House {
    /// With the two operations above.
    pub async fn open(request_timeout: Duration) -> Self {
        serve::install_crypto();
        let tokens = Tokens::new();
        let config = tokens.config();
        let keys = Arc::new(KeySet::new(config.key_source.clone()).unwrap());
        let verifier = Arc::new(Verifier::new(config.accepted.clone(), keys));
        let descriptors = test_descriptors();
        let operations = vec![Entry::of::<WeighCase>(), Entry::of::<GetCase>()];
        let desk = Desk::new(
            application().await,
            Arc::new(Everybody),
            verifier,
            operations,
            &descriptors,
            config.public_url.clone(),
            config.max_body_bytes,
        );
        let settings = FrontSettings { request_timeout, cors_origins: config.cors_origins };
        let pages = health::routes(Arc::new(Told(false)));
        let router = front::router(Arc::new(desk.unwrap()), pages, axum::Router::new(), settings);
        Self::serve(router, tokens, &descriptors).await
    }

    /// With all that Schakel serves.
    pub async fn real() -> Self {
        let tokens = Tokens::new();
        let config = tokens.config();
        let house =
            serve::House::build(application().await, Arc::new(Everybody), Arc::new(Told(true)), &config)
                .unwrap();
        Self::serve(house.router, tokens, crate::doors::desk::DESCRIPTORS).await
    }

    async fn serve(router: axum::Router, tokens: Tokens, descriptors: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let serving = serve::serve_on(listener, None, router, shutdown.clone(), Duration::ZERO);
        tokio::spawn(serving);
        Self {
            address,
            tokens,
            pool: DescriptorPool::decode(descriptors).unwrap(),
            client: reqwest::Client::new(),
            shutdown,
        }
    }

    pub fn rest(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub fn director(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let bearer = self.tokens.bearer(&[Role::ProcessDirector]);
        self.rest(method, path).header("authorization", bearer)
    }

    pub fn weigh(&self, body: Value) -> reqwest::RequestBuilder {
        self.director(Method::POST, &format!("/v1/cases/{CASE}/weighings"))
            .header("idempotency-key", "key-1")
            .header("content-type", "application/json")
            .body(body.to_string())
    }

    pub async fn channel(&self) -> tonic::transport::Channel {
        let endpoint = tonic::transport::Endpoint::try_from(format!("http://{}", self.address));
        endpoint.unwrap().connect().await.unwrap()
    }

    fn method(&self, method: &str) -> MethodDescriptor {
        let (service, name) = method.split_once('/').unwrap();
        let service = self.pool.get_service_by_name(service).unwrap();
        service.methods().find(|method| method.name() == name).unwrap()
    }

    /// The request of a method as it goes over the wire.
    pub fn frame(&self, method: &str, input: Value) -> Vec<u8> {
        let message = bridge::to_message(&input, self.method(method).input()).unwrap();
        let bytes = message.encode_to_vec();
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        [&[0], length.as_slice(), &bytes].concat()
    }

    /// Sends these bytes to a method as the director, as they are.
    pub async fn raw(&self, method: &str, encoding: Option<&str>, body: Vec<u8>) -> tonic::Status {
        let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
        let request = client.post(format!("http://{}/{method}", self.address)).body(body);
        let request = request.header("authorization", self.tokens.bearer(&[Role::ProcessDirector]));
        let mut request = request.header("content-type", "application/grpc").header("te", "trailers");
        if let Some(encoding) = encoding {
            request = request.header("grpc-encoding", encoding);
        }
        let response = request.send().await.unwrap();
        tonic::Status::from_header_map(response.headers()).unwrap()
    }

    /// Calls a method with JSON for its message, and gives its answer as JSON.
    pub async fn grpc(
        &self,
        method: &str,
        input: Value,
        headers: &[(&str, &str)],
    ) -> Result<Value, tonic::Status> {
        let descriptor = self.method(method);
        let message = bridge::to_message(&input, descriptor.input()).unwrap();
        let mut request = tonic::Request::new(message);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(http::HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        *request.metadata_mut() = tonic::metadata::MetadataMap::from_headers(map);
        let mut client = tonic::client::Grpc::new(self.channel().await);
        client.ready().await.unwrap();
        let path = format!("/{method}").parse().unwrap();
        let answer = client.unary(request, path, DynamicCodec).await?;
        let message = DynamicMessage::decode(descriptor.output(), answer.into_inner()).unwrap();
        Ok(bridge::to_json(&message).unwrap())
    }

    pub async fn grpc_as_director(&self, method: &str, input: Value) -> Result<Value, tonic::Status> {
        let bearer = self.tokens.bearer(&[Role::ProcessDirector]);
        self.grpc(method, input, &[("authorization", &bearer)]).await
    }
}
