//! The least that an answer can cost over gRPC: a message in, which is read, and the bytes of a message out.

use std::io::Read;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use futures::future::{Ready, ready};
use prost::Message;
use tonic::Status;
use tonic::server::{Grpc, UnaryService};
use tonic::service::Routes;
use tonic::transport::Server;

use crate::Result;
use crate::rpc::AsTheyAre;

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
        async move { Grpc::new(AsTheyAre).unary(answer, request).await }
    };
    let router = Router::new().route("/schakel.v1.LookupService/LookUpPerson", any(give));
    let server = Server::builder().tcp_nodelay(true).add_routes(Routes::from(router));
    Ok(server.serve(address.parse()?).await?)
}

#[derive(Clone)]
struct Give(Bytes);

impl UnaryService<Bytes> for Give {
    type Response = Bytes;
    type Future = Ready<std::result::Result<tonic::Response<Bytes>, Status>>;

    fn call(&mut self, message: tonic::Request<Bytes>) -> Self::Future {
        let question = Question::decode(message.into_inner());
        let answer = question.map(|question| {
            std::hint::black_box(question);
            tonic::Response::new(self.0.clone())
        });
        ready(answer.map_err(|error| Status::internal(error.to_string())))
    }
}
