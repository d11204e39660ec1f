//! The gRPC door: messages are read by descriptor, so no method is written twice.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::{Buf, BufMut, Bytes};
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use prost::Message;
use prost_reflect::DynamicMessage;
use serde_json::Value;
use tonic::body::Body;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::MetadataMap;
use tonic::server::{ClientStreamingService, Grpc, UnaryService};
use tonic::{Status, Streaming};

use super::bridge;
use super::call::Answer;
use super::desk::{Context, Desk, Incoming, Served};
use super::lines;
use super::rest::context;
use crate::identity::Caller;
use crate::problem::{Kind, Problem, Telling};

/// Length prefix and compression flag of a message.
const FRAME_HEAD: usize = 5;
const GRPC_ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");
const GRPC_ACCEPT_ENCODING: HeaderName = HeaderName::from_static("grpc-accept-encoding");

/// The routes of all operations.
pub fn routes(desk: &Arc<Desk>) -> Router {
    let mut router = Router::new();
    for served in &desk.served {
        let (desk, served) = (desk.clone(), served.clone());
        let path = served.entry.spec.rpc_path();
        let handler = move |request: Request| serve(desk.clone(), served.clone(), request);
        router = router.route(&path, any(handler));
    }
    router
}

async fn serve(desk: Arc<Desk>, served: Arc<Served>, request: Request) -> http::Response<Body> {
    let context = context(&request);
    let (caller, request) = match admit(&desk, &served, &context, request).await {
        Ok(admitted) => admitted,
        Err(problem) => return refusal(&problem, desk.telling(&context)).into_http(),
    };
    let call = Call { desk, served, caller, context };
    // The limit was kept while the body was read; tonic's own would say OUT_OF_RANGE.
    let mut grpc = Grpc::new(DynamicCodec).max_decoding_message_size(usize::MAX);
    match call.served.entry.lines {
        None => grpc.unary(call, request).await,
        Some(_) => grpc.client_streaming(call, request).await,
    }
}

/// Where a compression is not known, the protocol tells which are.
fn refusal(problem: &Problem, telling: Telling<'_>) -> Status {
    let status = problem.to_status(telling);
    if problem.kind != Kind::UnsupportedMediaType {
        return status;
    }
    let known = HeaderMap::from_iter([(GRPC_ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
    let (details, known) = (Bytes::copy_from_slice(status.details()), MetadataMap::from_headers(known));
    Status::with_details_and_metadata(status.code(), status.message(), details, known)
}

type Whole = http::Request<Full<Bytes>>;

async fn admit(
    desk: &Desk,
    served: &Served,
    context: &Context,
    request: Request,
) -> Result<(Caller, Whole), Problem> {
    let caller = desk.admit(served, context, request.headers()).await?;
    let (head, body) = request.into_parts();
    if head.headers.get(GRPC_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let body = match Limited::new(body, max_bytes(desk, served)).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(Kind::TooLarge.into()),
        Err(_) => return Err(Kind::NotJson.into()),
    };
    let messages = messages(&body).ok_or(Kind::NotJson)?;
    match served.entry.lines {
        Some(lines) => lines.holds(messages)?,
        None if messages == 1 => {}
        None => return Err(Kind::NotJson.into()),
    }
    Ok((caller, Whole::from_parts(head, Full::new(body))))
}

fn max_bytes(desk: &Desk, served: &Served) -> usize {
    let messages = served.entry.lines.map_or(1, |lines| lines.max_lines);
    desk.max_bytes(served) + messages * FRAME_HEAD
}

/// How many uncompressed messages these frames are, if they are nothing else. The library tells of
/// anything else as of a fault of ours (INTERNAL).
fn messages(mut body: &[u8]) -> Option<usize> {
    let mut messages = 0;
    while !body.is_empty() {
        let ([0, length @ ..], rest) = body.split_first_chunk::<FRAME_HEAD>()? else { return None };
        let (_, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        messages += 1;
        body = rest;
    }
    Some(messages)
}

#[derive(Clone)]
struct Call {
    desk: Arc<Desk>,
    served: Arc<Served>,
    caller: Caller,
    context: Context,
}

type Answered = Result<tonic::Response<DynamicMessage>, Status>;

impl UnaryService<Bytes> for Call {
    type Response = DynamicMessage;
    type Future = BoxFuture<'static, Answered>;

    fn call(&mut self, request: tonic::Request<Bytes>) -> Self::Future {
        let call = self.clone();
        async move {
            let input = read(&call.served, request.into_inner());
            let incoming = input.map(|input| open_envelope(&call.served, input));
            call.answer(incoming).await
        }
        .boxed()
    }
}

impl ClientStreamingService<Bytes> for Call {
    type Response = DynamicMessage;
    type Future = BoxFuture<'static, Answered>;

    fn call(&mut self, request: tonic::Request<Streaming<Bytes>>) -> Self::Future {
        let call = self.clone();
        async move {
            let incoming = read_lines(&call.served, request).await;
            call.answer(incoming).await
        }
        .boxed()
    }
}

impl Call {
    async fn answer(self, incoming: Result<Incoming, Problem>) -> Answered {
        let Self { desk, served, caller, context } = self;
        let answer = async {
            let answer = desk.perform(&served, caller, &context, incoming?).await?;
            respond(&served, answer)
        };
        answer.await.map_err(|problem| problem.to_status(desk.telling(&context)))
    }
}

/// The decoder's own words may quote the bytes.
fn read(served: &Served, message: Bytes) -> Result<Value, Problem> {
    let message = DynamicMessage::decode(served.messages.request.clone(), message)
        .map_err(|_| Problem::from(Kind::NotJson))?;
    bridge::to_json(&message).map_err(Problem::invalid)
}

/// One line per message. What the call as a whole carries is in its metadata: it is there before the
/// first line, and no line need be unlike the others.
async fn read_lines(served: &Served, request: tonic::Request<Streaming<Bytes>>) -> Result<Incoming, Problem> {
    let (metadata, _, mut messages) = request.into_parts();
    let mut read_so_far = Vec::new();
    while let Some(message) = messages.message().await.map_err(|_| Problem::from(Kind::NotJson))? {
        read_so_far.push(read(served, message)?);
    }
    let key = metadata.get("idempotency-key").and_then(|key| key.to_str().ok());
    Ok(Incoming {
        idempotency_key: key.map(str::to_owned),
        expected_version: None,
        at_least: None,
        input: lines::input(read_so_far),
        mistakes: Vec::new(),
    })
}

/// Takes out of the message what REST has in its headers.
fn open_envelope(served: &Served, mut input: Value) -> Incoming {
    let is_command = served.entry.spec.is_command();
    let mut take = |name: &str, part: bool| match &mut input {
        Value::Object(members) if part => members.remove(name),
        _ => None,
    };
    let text = |value: Value| value.as_str().map(str::to_owned);
    Incoming {
        idempotency_key: take("idempotencyKey", is_command).and_then(text),
        expected_version: take("expectedVersion", is_command).and_then(|v| v.as_u64()),
        at_least: take("atLeastPosition", !is_command).and_then(text),
        mistakes: Vec::new(),
        input,
    }
}

fn respond(served: &Served, answer: Answer<Value>) -> Result<tonic::Response<DynamicMessage>, Problem> {
    let message = bridge::to_message(&answer.body, served.messages.response.clone());
    let message = message.map_err(|unfit| {
        tracing::error!(%unfit, "an answer does not fit its message");
        Problem::from(Kind::Internal)
    })?;
    let mut response = tonic::Response::new(message);
    if let Some(position) = answer.place.and_then(|place| place.to_string().parse().ok()) {
        response.metadata_mut().insert("schakel-position", position);
    }
    Ok(response)
}

/// Writes any message, and reads none: what does not fit the method is told as a problem.
pub(super) struct DynamicCodec;

impl Codec for DynamicCodec {
    type Encode = DynamicMessage;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for DynamicCodec {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.reserve(item.encoded_len());
        out.put(item.encode_to_vec().as_slice());
        Ok(())
    }
}

impl Decoder for DynamicCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(source.copy_to_bytes(source.remaining())))
    }
}
