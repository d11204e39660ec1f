//! The least that an answer can cost here: a JSON body in, a JSON body out, and nothing in between. It is
//! this program again, started with an argument.

use std::net::TcpListener;
use std::process::Stdio;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::Result;
use crate::client::Door;
use crate::house::listens;

/// What it is started with; the address follows.
pub const ARGUMENT: &str = "json-server";

/// The server, ended when it is dropped.
pub struct JsonServer {
    /// Where it listens.
    pub door: Door,
    child: Child,
}

impl JsonServer {
    /// Starts one that always gives this answer.
    pub async fn start(answer: &[u8], authorization: &str) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut server = Command::new(std::env::current_exe()?);
        server.args([ARGUMENT, &address]).stdin(Stdio::piped()).kill_on_drop(true);
        let mut child = server.spawn()?;
        child.stdin.take().ok_or("a server that does not listen to us")?.write_all(answer).await?;
        listens(&address).await?;
        Ok(Self { door: Door { address, authorization: authorization.to_owned() }, child })
    }

    /// Its process.
    pub fn pid(&self) -> Result<u32> {
        self.child.id().ok_or_else(|| "the JSON server has ended".into())
    }
}

/// What it does: the answer comes in through the standard input.
pub fn serve(address: &str) -> Result<()> {
    let answer = serde_json::from_reader(std::io::stdin())?;
    listen(address, answer)
}

#[tokio::main]
async fn listen(address: &str, answer: Value) -> Result<()> {
    let router = Router::new().route("/v1/lookups", post(give)).with_state(answer);
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, router).await?)
}

async fn give(State(answer): State<Value>, Json(_question): Json<Value>) -> Json<Value> {
    Json(answer)
}
