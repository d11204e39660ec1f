//! Something to compare with: this program again, as a process of its own.

use std::net::TcpListener;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::Result;
use crate::client::Door;
use crate::house::listens;

/// A process, ended when it is dropped.
pub struct Server {
    /// Where it listens.
    pub door: Door,
    child: Child,
}

impl Server {
    /// Starts what goes by this argument. Its address follows, and the input comes through its standard input.
    pub async fn start(argument: &str, input: &[u8], authorization: &str) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut server = Command::new(std::env::current_exe()?);
        server.args([argument, &address]).stdin(Stdio::piped()).kill_on_drop(true);
        let mut child = server.spawn()?;
        child.stdin.take().ok_or("a server that does not listen to us")?.write_all(input).await?;
        listens(&address).await?;
        Ok(Self { door: Door { address, authorization: authorization.to_owned() }, child })
    }

    /// Its process.
    pub fn pid(&self) -> Result<u32> {
        self.child.id().ok_or_else(|| "the server has ended".into())
    }
}
