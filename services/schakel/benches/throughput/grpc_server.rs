//! The least that an answer can cost over gRPC: a message in, which is read, and the bytes of a message out.

use std::io::Read;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::{BufMut, Bytes};
use futures::future::{Ready, ready};
use prost::Message;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, UnaryService};
use tonic::service::Routes;
use tonic::transport::Server;

use crate::Result;

/// What it is started with.
pub const ARGUMENT: &str = "grpc-server";

/// A lookup by BSN, as `proto/schakel/v1/lookups.proto` has it.
#[derive(Clone, PartialEq, Message)]
pub struct Question {
    /// By BSN, or by name.
    #[prost(int32, tag = "1")]
    pub by: i32,
    /// The ground on which is asked.
    #[prost(int32, tag = "2")]
    pub purpose: i32,
    /// The asker's own file number.
    #[prost(string, tag = "3")]
    pub reference: String,
    /// Citizen service number.
    #[prost(string, optional, tag = "4")]
    pub bsn: Option<String>,
}

/// What it does: the answer comes in through the standard input.
pub fn serve(address: &str) -> Result<()> {
    let mut answer = Vec::new();
    std::io::stdin().read_to_end(&mut answer)?;
    listen(address, answer.into())
}

#[tokio::main]
async fn listen(address: &str, answer: Bytes) -> Result<()> {
    let give = move |request: Request| {
        let answer = Give(answer.clone());
        async move { Grpc::new(Bare).unary(answer, request).await }
    };
    let router = Router::new().route("/schakel.v1.LookupService/LookUpPerson", any(give));
    let server = Server::builder().tcp_nodelay(true).add_routes(Routes::from(router));
    Ok(server.serve(address.parse()?).await?)
}

#[derive(Clone)]
struct Give(Bytes);

impl UnaryService<Question> for Give {
    type Response = Bytes;
    type Future = Ready<std::result::Result<tonic::Response<Bytes>, Status>>;

    fn call(&mut self, question: tonic::Request<Question>) -> Self::Future {
        std::hint::black_box(question);
        ready(Ok(tonic::Response::new(self.0.clone())))
    }
}

struct Bare;

impl Codec for Bare {
    type Encode = Bytes;
    type Decode = Question;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Bare {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, out: &mut EncodeBuf<'_>) -> std::result::Result<(), Status> {
        out.put(item);
        Ok(())
    }
}

impl Decoder for Bare {
    type Item = Question;
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> std::result::Result<Option<Question>, Status> {
        Question::decode(source).map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
