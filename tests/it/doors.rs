//! A client of both doors: the same call, the same answer, the same trouble. Everything that it knows of
//! the protocols is written anew here, and not shared with the server.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Buf, BufMut};
use chrono::{DateTime, SecondsFormat, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor,
    MethodDescriptor, ReflectMessage, Value as Wire,
};
use schakel::doors::desk::DESCRIPTORS;
use schakel::doors::{Entry, Spec};
use schakel::operations::operations;
use serde_json::{Map, Value, json};
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic_types::StatusExt;

use crate::actors::Actor;
use crate::house::House;

/// A message in its frame, as bodies of gRPC have it.
pub fn frame(message: &DynamicMessage) -> Vec<u8> {
    let bytes = message.encode_to_vec();
    [&[0][..], &u32::try_from(bytes.len()).unwrap().to_be_bytes(), &bytes].concat()
}

/// Which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Rest,
    Grpc,
}

impl Door {
    pub const BOTH: [Self; 2] = [Self::Rest, Self::Grpc];

    pub fn other(self) -> Self {
        match self {
            Self::Rest => Self::Grpc,
            Self::Grpc => Self::Rest,
        }
    }
}

/// What goes with a call.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The idempotency key; sent with commands alone.
    pub key: Option<String>,
    /// The version that was seen.
    pub version: Option<u64>,
    /// The position that the answer must have reached; sent with questions alone.
    pub position: Option<String>,
    /// Headers, or metadata.
    pub headers: Vec<(String, String)>,
}

impl Default for Envelope {
    /// With a key that was not used before.
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let key = format!("key-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self { key: Some(key), version: None, position: None, headers: Vec::new() }
    }
}

impl Envelope {
    pub fn with_key(key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..Self::default() }
    }

    pub fn at_version(version: u64) -> Self {
        Self { version: Some(version), ..Self::default() }
    }

    pub fn at_position(position: &str) -> Self {
        Self { position: Some(position.to_owned()), ..Self::default() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub json: Value,
    /// The version of the resource; over REST from its `ETag`.
    pub version: Option<u64>,
    /// The position of a command; over REST from its header.
    pub position: Option<String>,
}

impl Reply {
    /// The id in the answer.
    pub fn id(&self) -> String {
        self.json["id"].as_str().unwrap().to_owned()
    }

    pub fn position(&self) -> &str {
        self.position.as_deref().unwrap()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The kind of problem.
    pub slug: String,
    /// HTTP status, or gRPC code.
    pub code: u16,
    /// Field and rule of every mistake, in order.
    pub errors: Vec<(String, String)>,
    /// Roles that would be allowed.
    pub allowed_roles: Vec<String>,
    /// The version now.
    pub actual_version: Option<u64>,
    /// All that was told.
    pub told: String,
}

impl Trouble {
    /// `field: rule` of every mistake, one per line.
    pub fn mistakes(&self) -> String {
        let lines: Vec<_> = self.errors.iter().map(|(field, rule)| format!("{field}: {rule}")).collect();
        lines.join("\n")
    }
}

/// Calls operations by their names.
pub struct Client<'a> {
    pub house: &'a House,
    pub door: Door,
    pub address: &'a str,
    pub channel: tonic::transport::Channel,
}

impl Client<'_> {
    /// Calls an operation; `input` holds path, query and body together, as REST spells them.
    pub async fn call(
        &self,
        actor: &Actor,
        name: &str,
        input: Value,
        envelope: Envelope,
    ) -> Result<Reply, Trouble> {
        let bearer = format!("Bearer {}", self.house.token(actor));
        self.call_as(Some(&bearer), name, input, envelope).await
    }

    /// As [`Client::call`], with any `Authorization`, or none.
    pub async fn call_as(
        &self,
        authorization: Option<&str>,
        name: &str,
        input: Value,
        mut envelope: Envelope,
    ) -> Result<Reply, Trouble> {
        envelope.headers.extend(authorization.map(|value| ("authorization".to_owned(), value.to_owned())));
        let spec = spec(name);
        match self.door {
            Door::Rest => self.rest(spec, input, envelope).await,
            Door::Grpc => self.grpc(spec, input, envelope).await,
        }
    }

    async fn rest(&self, spec: &Spec, input: Value, envelope: Envelope) -> Result<Reply, Trouble> {
        let Value::Object(mut members) = input else { panic!("an input is an object") };
        let mut path = spec.path.to_owned();
        for name in spec.path_parameters() {
            let value = members.remove(name).unwrap_or_else(|| panic!("{name} is missing"));
            path = path.replace(&format!("{{{name}}}"), &plain(&value));
        }
        let mut url = url::Url::parse(&format!("http://{}{path}", self.address)).unwrap();
        if spec.method == Method::GET && !members.is_empty() {
            url.query_pairs_mut().extend_pairs(query(&members));
        }
        let mut request = self.house.http().request(spec.method.clone(), url);
        for (name, value) in &envelope.headers {
            request = request.header(name, value);
        }
        if spec.is_command() {
            request = with(request, "idempotency-key", envelope.key);
            request = with(request, "if-match", envelope.version.map(|version| format!("\"{version}\"")));
        } else {
            request = with(request, "schakel-position", envelope.position);
        }
        let request = match spec.method {
            Method::GET => request,
            _ => request.json(&members),
        };
        match request.send().await {
            Ok(response) => rest_answer(response).await,
            Err(error) => Err(unreachable_server(&error)),
        }
    }

    async fn grpc(&self, spec: &Spec, input: Value, envelope: Envelope) -> Result<Reply, Trouble> {
        let method = method(spec);
        let mut headers = HeaderMap::new();
        for (name, value) in &envelope.headers {
            headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
        }
        let key = envelope.key.as_ref().filter(|_| method.is_client_streaming());
        if let Some(key) = key {
            headers.insert("idempotency-key", HeaderValue::try_from(key).unwrap());
        }
        let mut client = tonic::client::Grpc::new(self.channel.clone());
        if let Err(error) = client.ready().await {
            return Err(unreachable_server(&error));
        }
        let path = spec.rpc_path().parse().unwrap();
        let codec = DynamicCodec(method.output());
        let answer = if method.is_client_streaming() {
            let lines = input["lines"].as_array().unwrap().iter();
            let lines: Vec<_> = lines.map(|line| message(line, &method.input())).collect();
            let request = with_metadata(futures::stream::iter(lines), headers);
            client.client_streaming(request, path, codec).await
        } else {
            let request = with_metadata(request_message(spec, &method, input, &envelope), headers);
            client.unary(request, path, codec).await
        };
        match answer {
            Ok(answer) => Ok(grpc_answer(spec, &answer.into_inner())),
            Err(status) if comes_from_no_server(&status) => Err(unreachable_server(&status)),
            Err(status) => Err(grpc_trouble(&status)),
        }
    }
}

fn with_metadata<T>(message: T, headers: HeaderMap) -> tonic::Request<T> {
    let metadata = tonic::metadata::MetadataMap::from_headers(headers);
    tonic::Request::from_parts(metadata, tonic::Extensions::new(), message)
}

/// The client itself made up this status, because the connection failed.
fn comes_from_no_server(status: &Status) -> bool {
    std::error::Error::source(status).is_some()
}

/// The declaration of an operation, by the name of its command or question.
pub fn spec(name: &str) -> &'static Spec {
    static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(operations);
    let found = TABLE.iter().find(|entry| entry.spec.action.name() == name);
    &found.unwrap_or_else(|| panic!("there is no operation {name}")).spec
}

/// All messages and services.
pub fn descriptors() -> &'static DescriptorPool {
    static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).unwrap());
    &POOL
}

pub fn method(spec: &Spec) -> MethodDescriptor {
    let service = descriptors().get_service_by_name(&format!("schakel.v1.{}", spec.service)).unwrap();
    service.methods().find(|method| method.name() == spec.action.name()).unwrap()
}

/// The request of a method, with the envelope in its fields.
pub fn request_message(
    spec: &Spec,
    method: &MethodDescriptor,
    mut input: Value,
    envelope: &Envelope,
) -> DynamicMessage {
    let parts = match spec.is_command() {
        true => {
            vec![("idempotencyKey", json!(envelope.key)), ("expectedVersion", json!(envelope.version))]
        }
        false => vec![("atLeastPosition", json!(envelope.position))],
    };
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_null()) {
        input[name] = value;
    }
    message(&input, &method.input())
}

fn with(
    request: reqwest::RequestBuilder,
    name: &'static str,
    value: Option<String>,
) -> reqwest::RequestBuilder {
    match value {
        Some(value) => request.header(name, value),
        None => request,
    }
}

/// Text as it is; anything else as JSON writes it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn query(members: &Map<String, Value>) -> Vec<(String, String)> {
    let mut query = Vec::new();
    for (name, value) in members {
        match value {
            Value::Array(items) => query.extend(items.iter().map(|item| (name.clone(), plain(item)))),
            value => query.push((name.clone(), plain(value))),
        }
    }
    query
}

async fn rest_answer(response: reqwest::Response) -> Result<Reply, Trouble> {
    let status = response.status();
    let text = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (etag, position, media_type) =
        (text("etag"), text("schakel-position"), text("content-type").unwrap());
    // The server may be gone in the middle of its answer.
    let told = match response.text().await {
        Ok(told) => told,
        Err(error) => return Err(unreachable_server(&error)),
    };
    let json: Value = serde_json::from_str(&told).unwrap_or_else(|_| panic!("{status}: {told}"));
    if status.is_success() {
        assert_eq!(media_type, "application/json");
        let version = etag.map(|etag| etag.trim_matches('"').parse().unwrap());
        return Ok(Reply { json, version, position });
    }
    assert_eq!(media_type, "application/problem+json");
    assert_eq!(json["status"], status.as_u16());
    Err(rest_trouble(status.as_u16(), &json, told))
}

/// The trouble that a problem tells of.
pub fn rest_trouble(code: u16, json: &Value, told: String) -> Trouble {
    let mut errors: Vec<_> = json["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| (plain(&error["field"]), plain(&error["rule"])))
        .collect();
    errors.sort();
    let kind = json["type"].as_str().unwrap();
    let roles = json["allowedRoles"].as_array().into_iter().flatten();
    Trouble {
        slug: kind.rsplit('/').next().unwrap().to_owned(),
        code,
        errors,
        allowed_roles: roles.map(plain).collect(),
        actual_version: json["actualVersion"].as_u64(),
        told,
    }
}

fn grpc_answer(spec: &Spec, message: &DynamicMessage) -> Reply {
    let json = json(message);
    let position = json["position"].as_str().filter(|_| spec.is_command()).map(str::to_owned);
    Reply { version: json["version"].as_u64(), position, json }
}

/// The trouble that a status tells of.
pub fn grpc_trouble(status: &Status) -> Trouble {
    let info = status.get_details_error_info().unwrap_or_else(|| panic!("no details: {status:?}"));
    let member =
        |name: &str| info.metadata.get(name).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let violations = status.get_details_bad_request().map(|request| request.field_violations);
    let mut errors: Vec<_> = violations
        .iter()
        .flatten()
        .map(|violation| (camel_case(&violation.field), violation.reason.to_ascii_lowercase()))
        .collect();
    errors.sort();
    let roles = member("allowedRoles").unwrap_or_default();
    Trouble {
        slug: info.reason.to_ascii_lowercase().replace('_', "-"),
        code: u16::try_from(i32::from(status.code())).unwrap(),
        errors,
        allowed_roles: roles.as_array().into_iter().flatten().map(plain).collect(),
        actual_version: member("actualVersion").and_then(|version| version.as_u64()),
        told: format!("{status:?} {info:?} {violations:?} {:?}", status.get_error_details()),
    }
}

fn unreachable_server(error: &dyn std::fmt::Debug) -> Trouble {
    Trouble {
        slug: "unreachable".into(),
        code: 14,
        errors: Vec::new(),
        allowed_roles: Vec::new(),
        actual_version: None,
        told: format!("{error:?}"),
    }
}

/// `case_id` as `caseId`.
fn camel_case(path: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for c in path.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                camel.push(c.to_ascii_uppercase());
                upper = false;
            }
            c => camel.push(c),
        }
    }
    camel
}

/// The message that is written as one text.
const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// JSON as a message; what has no place in it is left to the test to avoid.
pub fn message(json: &Value, descriptor: &MessageDescriptor) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    if let (TIMESTAMP, Some(moment)) = (descriptor.full_name(), json.as_str()) {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        message.set_field_by_name("seconds", Wire::I64(moment.timestamp()));
        message.set_field_by_name("nanos", Wire::I32(moment.timestamp_subsec_nanos().cast_signed()));
        return message;
    }
    for (name, value) in json.as_object().unwrap() {
        let field = descriptor.get_field_by_json_name(name);
        let field = field.unwrap_or_else(|| panic!("{} has no {name}", descriptor.full_name()));
        let value = match value {
            Value::Array(items) => {
                assert!(field.is_list(), "{name} is no list");
                Wire::List(items.iter().map(|item| wire(&field, item)).collect())
            }
            value => wire(&field, value),
        };
        message.set_field(&field, value);
    }
    message
}

fn wire(field: &FieldDescriptor, json: &Value) -> Wire {
    match field.kind() {
        Kind::Bool => Wire::Bool(json.as_bool().unwrap()),
        Kind::Uint32 => Wire::U32(json.as_u64().unwrap().try_into().unwrap()),
        Kind::Uint64 => Wire::U64(json.as_u64().unwrap()),
        Kind::String => Wire::String(json.as_str().unwrap().to_owned()),
        // A code that the list does not know becomes a number that it does not know.
        Kind::Enum(list) => Wire::EnumNumber(number(&list, json.as_str().unwrap()).unwrap_or(999)),
        Kind::Message(descriptor) => Wire::Message(message(json, &descriptor)),
        kind => panic!("{}: {kind:?}", field.full_name()),
    }
}

fn number(list: &EnumDescriptor, code: &str) -> Option<i32> {
    list.values().find(|value| code_of(list, value.name()) == code).map(|value| value.number())
}

/// What comes after the name of the list, in small letters.
fn code_of(list: &EnumDescriptor, value: &str) -> String {
    let words = list.name().chars().filter(char::is_ascii_uppercase).count();
    value.splitn(words + 1, '_').last().unwrap().to_ascii_lowercase()
}

/// A message as JSON, as REST would write it.
pub fn json(message: &DynamicMessage) -> Value {
    if message.descriptor().full_name() == TIMESTAMP {
        return moment(message);
    }
    let mut members = Map::new();
    for field in message.descriptor().fields() {
        if field.supports_presence() && !message.has_field(&field) {
            continue;
        }
        let value = message.get_field(&field);
        let value = match value.as_list() {
            Some(items) => items.iter().filter_map(|item| single(&field, item)).collect::<Vec<_>>().into(),
            None => single(&field, &value).unwrap_or_default(),
        };
        if !value.is_null() {
            members.insert(field.json_name().to_owned(), value);
        }
    }
    Value::Object(members)
}

fn single(field: &FieldDescriptor, value: &Wire) -> Option<Value> {
    Some(match value {
        Wire::Bool(value) => json!(value),
        Wire::U32(value) => json!(value),
        Wire::U64(value) => json!(value),
        Wire::String(text) if text.is_empty() => return None,
        Wire::String(text) => json!(text),
        Wire::EnumNumber(0) => return None,
        Wire::EnumNumber(number) => {
            let Kind::Enum(list) = field.kind() else { panic!("{} is no list", field.full_name()) };
            json!(code_of(&list, list.get_value(*number).unwrap().name()))
        }
        Wire::Message(message) => json(message),
        value => panic!("{}: {value:?}", field.full_name()),
    })
}

fn moment(message: &DynamicMessage) -> Value {
    let seconds = message.get_field_by_name("seconds").unwrap().as_i64().unwrap();
    let nanos = message.get_field_by_name("nanos").unwrap().as_i32().unwrap();
    let moment = DateTime::<Utc>::from_timestamp(seconds, nanos.try_into().unwrap()).unwrap();
    json!(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// Messages that are known by their descriptors alone.
pub struct DynamicCodec(pub MessageDescriptor);

impl Codec for DynamicCodec {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self(self.0.clone())
    }

    fn decoder(&mut self) -> Self {
        Self(self.0.clone())
    }
}

impl Encoder for DynamicCodec {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(item.encode_to_vec().as_slice());
        Ok(())
    }
}

impl Decoder for DynamicCodec {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        let bytes = source.copy_to_bytes(source.remaining());
        Ok(Some(DynamicMessage::decode(self.0.clone(), bytes).unwrap()))
    }
}
