//! A client of the gRPC door: one connection that stays open.

use bytes::{Buf, BufMut, Bytes};
use futures::stream;
use http::uri::PathAndQuery;
use prost::Message;
use prost_reflect::{DescriptorPool, MessageDescriptor};
use schakel::doors::bridge::to_message;
use schakel::doors::desk::DESCRIPTORS;
use serde_json::Value;
use tonic::Status;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};

use crate::Result;
use crate::client::Door;

/// A client.
pub struct Rpc {
    channel: Grpc<Channel>,
    authorization: MetadataValue<Ascii>,
    request: MessageDescriptor,
    path: PathAndQuery,
}

impl Rpc {
    /// Connects, for the calls of one method.
    pub async fn open(door: &Door, service: &str, method: &str) -> Result<Self> {
        let pool = DescriptorPool::decode(DESCRIPTORS)?;
        let service = pool.get_service_by_name(service).ok_or("no such service")?;
        let called = service.methods().find(|known| known.name() == method).ok_or("no such method")?;
        let endpoint = Endpoint::try_from(format!("http://{}", door.address))?.tcp_nodelay(true);
        Ok(Self {
            channel: Grpc::new(endpoint.connect().await?).max_decoding_message_size(usize::MAX),
            authorization: door.authorization.parse()?,
            request: called.input(),
            path: format!("/{}/{method}", service.full_name()).parse()?,
        })
    }

    /// Calls it, with the request as JSON.
    pub async fn call(&mut self, input: &Value) -> Result<Bytes> {
        let message = self.message(input)?;
        self.send(message).await
    }

    /// Calls it, with the request as it is sent; answers with the message as it came.
    pub async fn send(&mut self, message: Bytes) -> Result<Bytes> {
        let request = self.request(message);
        self.channel.ready().await?;
        Ok(self.channel.unary(request, self.path.clone(), AsTheyAre).await?.into_inner())
    }

    /// Calls it, with a stream of messages and the key of a command.
    pub async fn stream(&mut self, messages: Vec<Bytes>, key: &str) -> Result<Bytes> {
        let mut request = self.request(stream::iter(messages));
        request.metadata_mut().insert("idempotency-key", key.parse()?);
        self.channel.ready().await?;
        Ok(self.channel.client_streaming(request, self.path.clone(), AsTheyAre).await?.into_inner())
    }

    /// A request of this method, as it is sent.
    pub fn message(&self, input: &Value) -> Result<Bytes> {
        Ok(to_message(input, self.request.clone())?.encode_to_vec().into())
    }

    fn request<T>(&self, content: T) -> tonic::Request<T> {
        let mut request = tonic::Request::new(content);
        request.metadata_mut().insert("authorization", self.authorization.clone());
        request
    }
}

/// Passes the bytes of messages on.
#[derive(Default)]
pub struct AsTheyAre;

impl Codec for AsTheyAre {
    type Encode = Bytes;
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

impl Encoder for AsTheyAre {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, out: &mut EncodeBuf<'_>) -> std::result::Result<(), Status> {
        out.put(item);
        Ok(())
    }
}

impl Decoder for AsTheyAre {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> std::result::Result<Option<Bytes>, Status> {
        Ok(Some(source.copy_to_bytes(source.remaining())))
    }
}
