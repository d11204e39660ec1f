//! A client of the gRPC door: one connection that stays open.

use bytes::{Buf, BufMut, Bytes};
use http::uri::PathAndQuery;
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
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
            channel: Grpc::new(endpoint.connect().await?),
            authorization: door.authorization.parse()?,
            request: called.input(),
            path: format!("/{}/{method}", service.full_name()).parse()?,
        })
    }

    /// Calls it, with the request as JSON.
    pub async fn call(&mut self, input: &Value) -> Result<()> {
        let message = to_message(input, self.request.clone())?;
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", self.authorization.clone());
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
