//! One client: a connection that stays open, over REST or over gRPC.

use bytes::{Buf, BufMut, Bytes};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::uri::PathAndQuery;
use http::{HeaderValue, Request};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use schakel::doors::bridge::to_message;
use schakel::doors::desk::DESCRIPTORS;
use serde_json::Value;
use tokio::net::TcpStream;
use tonic::Status;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::{Channel, Endpoint};

use crate::Result;
use crate::house::House;

/// A client of the REST door.
pub struct Rest {
    sender: SendRequest<Full<Bytes>>,
    authorization: HeaderValue,
    host: HeaderValue,
}

impl Rest {
    /// Connects.
    pub async fn open(house: &House) -> Result<Self> {
        let stream = TcpStream::connect(&house.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let host = HeaderValue::try_from(&house.address)?;
        Ok(Self { sender, authorization: house.authorization.clone(), host })
    }

    /// Gives a command, and reads the receipt.
    pub async fn command(&mut self, path: &str, key: &str, body: &Value) -> Result<Value> {
        let request = self.request(path).header("idempotency-key", key);
        let answer = self.send(request.body(body.to_string().into())?).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Asks a question.
    pub async fn ask(&mut self, path: &str, body: &Value) -> Result<Bytes> {
        let request = self.request(path).body(body.to_string().into())?;
        self.send(request).await
    }

    fn request(&self, path: &str) -> http::request::Builder {
        Request::post(path)
            .header(HOST, &self.host)
            .header(AUTHORIZATION, &self.authorization)
            .header(CONTENT_TYPE, "application/json")
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Bytes> {
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        match head.status.is_success() {
            true => Ok(body),
            false => Err(format!("{}: {}", head.status, String::from_utf8_lossy(&body)).into()),
        }
    }
}

/// A client of the gRPC door.
pub struct Rpc {
    channel: Grpc<Channel>,
    authorization: HeaderValue,
    request: MessageDescriptor,
    path: PathAndQuery,
}

impl Rpc {
    /// Connects, for the calls of one method.
    pub async fn open(house: &House, service: &str, method: &str) -> Result<Self> {
        let pool = DescriptorPool::decode(DESCRIPTORS)?;
        let service = pool.get_service_by_name(service).ok_or("no such service")?;
        let called = service.methods().find(|known| known.name() == method).ok_or("no such method")?;
        let endpoint = Endpoint::try_from(format!("http://{}", house.address))?.tcp_nodelay(true);
        Ok(Self {
            channel: Grpc::new(endpoint.connect().await?),
            authorization: house.authorization.clone(),
            request: called.input(),
            path: format!("/{}/{method}", service.full_name()).parse()?,
        })
    }

    /// Calls it, with the request as JSON.
    pub async fn call(&mut self, input: &Value) -> Result<()> {
        let message = to_message(input, self.request.clone())?;
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", self.authorization.to_str()?.parse()?);
        self.channel.ready().await?;
        self.channel.unary(request, self.path.clone(), WriteOnly).await?;
        Ok(())
    }
}

/// Writes messages, and only receives the answers.
#[derive(Default)]
struct WriteOnly;

impl Codec for WriteOnly {
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

impl Encoder for WriteOnly {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, out: &mut EncodeBuf<'_>) -> std::result::Result<(), Status> {
        out.put(item.encode_to_vec().as_slice());
        Ok(())
    }
}

impl Decoder for WriteOnly {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> std::result::Result<Option<Bytes>, Status> {
        Ok(Some(source.copy_to_bytes(source.remaining())))
    }
}
