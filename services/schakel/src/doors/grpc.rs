//! The gRPC door: messages are read by descriptor, so no method is written twice.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::{Buf, BufMut};
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use schakel_access::Actor;
use serde_json::Value;
use tonic::Status;
use tonic::body::Body;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, UnaryService};

use super::bridge;
use super::call::Answer;
use super::desk::{Context, Desk, Incoming, Served};
use super::rest::context;
use crate::problem::{Kind, Problem};

/// Length prefix and compression flag of a message.
const FRAME_HEAD: usize = 5;

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
    let (actor, request) = match admit(&desk, &served, request).await {
        Ok(admitted) => admitted,
        Err(problem) => return problem.to_status(desk.telling(&context)).into_http(),
    };
    let codec = DynamicCodec(served.messages.request.clone());
    let unary = Unary { desk, served, actor, context };
    // The limit was kept while the body was read; tonic's own would say OUT_OF_RANGE.
    Grpc::new(codec).max_decoding_message_size(usize::MAX).unary(unary, request).await
}

type Whole = http::Request<Full<bytes::Bytes>>;

async fn admit(desk: &Desk, served: &Served, request: Request) -> Result<(Actor, Whole), Problem> {
    let actor = desk.admit(served, request.headers()).await?;
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, desk.max_body_bytes + FRAME_HEAD).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(Kind::TooLarge.into()),
        Err(_) => return Err(Kind::NotJson.into()),
    };
    Ok((actor, Whole::from_parts(head, Full::new(body))))
}

struct Unary {
    desk: Arc<Desk>,
    served: Arc<Served>,
    actor: Actor,
    context: Context,
}

impl UnaryService<DynamicMessage> for Unary {
    type Response = DynamicMessage;
    type Future = BoxFuture<'static, Result<tonic::Response<DynamicMessage>, Status>>;

    fn call(&mut self, request: tonic::Request<DynamicMessage>) -> Self::Future {
        let (desk, served) = (self.desk.clone(), self.served.clone());
        let (actor, context) = (self.actor.clone(), self.context.clone());
        async move {
            let answer = answer(&desk, &served, actor, &context, request.into_inner()).await;
            answer.map_err(|problem| problem.to_status(desk.telling(&context)))
        }
        .boxed()
    }
}

async fn answer(
    desk: &Desk,
    served: &Served,
    actor: Actor,
    context: &Context,
    message: DynamicMessage,
) -> Result<tonic::Response<DynamicMessage>, Problem> {
    let input = bridge::to_json(&message).map_err(Problem::invalid)?;
    let incoming = open_envelope(served, input);
    let answer = desk.perform(served, actor, context, incoming).await?;
    respond(served, answer)
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

/// Reads requests of one type, and writes any message.
pub(super) struct DynamicCodec(pub(super) MessageDescriptor);

impl Codec for DynamicCodec {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = DynamicEncoder;
    type Decoder = DynamicDecoder;

    fn encoder(&mut self) -> DynamicEncoder {
        DynamicEncoder
    }

    fn decoder(&mut self) -> DynamicDecoder {
        DynamicDecoder(self.0.clone())
    }
}

pub(super) struct DynamicEncoder;

impl Encoder for DynamicEncoder {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.reserve(item.encoded_len());
        out.put(item.encode_to_vec().as_slice());
        Ok(())
    }
}

pub(super) struct DynamicDecoder(MessageDescriptor);

impl Decoder for DynamicDecoder {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        let bytes = source.copy_to_bytes(source.remaining());
        let message = DynamicMessage::decode(self.0.clone(), bytes);
        // The decoder's own words may quote the bytes.
        message.map(Some).map_err(|_| Status::invalid_argument("the message cannot be read"))
    }
}
