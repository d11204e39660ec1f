//! A client of the REST door: one connection that stays open, and as little work as can be, because it
//! shares the processor with the service.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

const JSON: &str = "application/json";

/// The service has too much to do, and says so.
#[derive(Debug, thiserror::Error)]
#[error("the service does not answer now")]
pub struct TurnedAway;

/// Where something listens, and what every call carries.
#[derive(Clone)]
pub struct Door {
    /// Host and port.
    pub address: String,
    /// The header `Authorization`.
    pub authorization: String,
}

/// A client.
pub struct Rest {
    stream: TcpStream,
    headers: String,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Rest {
    /// Connects.
    pub async fn open(door: &Door) -> Result<Self> {
        let stream = TcpStream::connect(&door.address).await?;
        stream.set_nodelay(true)?;
        let headers = format!("host: {}\r\nauthorization: {}\r\n", door.address, door.authorization);
        Ok(Self { stream, headers, request: Vec::new(), answer: Vec::new() })
    }

    /// Gives a command, and reads the receipt.
    pub async fn command(&mut self, path: &str, key: &str, body: &Value) -> Result<Value> {
        self.upload(path, key, JSON, &body.to_string()).await
    }

    /// Gives a command whose body is of that type, and reads the receipt.
    pub async fn upload(&mut self, path: &str, key: &str, content_type: &str, body: &str) -> Result<Value> {
        let key = format!("idempotency-key: {key}\r\n");
        Ok(serde_json::from_slice(self.post(path, &key, content_type, body).await?)?)
    }

    /// Asks a question.
    pub async fn ask(&mut self, path: &str, body: &str) -> Result<&[u8]> {
        self.post(path, "", JSON, body).await
    }

    /// Asks a question that stands in the path.
    pub async fn get(&mut self, path: &str) -> Result<&[u8]> {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers);
        self.send(path, &request).await
    }

    async fn post(&mut self, path: &str, header: &str, content_type: &str, body: &str) -> Result<&[u8]> {
        let (headers, length) = (&self.headers, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\n{headers}{header}content-type: {content_type}\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        self.send(path, &request).await
    }

    async fn send(&mut self, path: &str, request: &str) -> Result<&[u8]> {
        self.request.clear();
        self.request.extend_from_slice(request.as_bytes());
        self.stream.write_all(&self.request).await?;
        self.answer.clear();
        let begins = self.read_head().await?;
        let head = std::str::from_utf8(&self.answer[..begins])?;
        let (is_success, is_turned_away) = (head.starts_with("HTTP/1.1 2"), head.starts_with("HTTP/1.1 503"));
        let end = begins + content_length(head)?;
        while self.answer.len() < end {
            self.read_more().await?;
        }
        let body = &self.answer[begins..end];
        match is_success {
            true => Ok(body),
            false if is_turned_away => Err(TurnedAway.into()),
            false => Err(format!("{path}: {}", String::from_utf8_lossy(body)).into()),
        }
    }

    /// Reads up to the end of the head, at least; answers where the body begins.
    async fn read_head(&mut self) -> Result<usize> {
        const END: &[u8] = b"\r\n\r\n";
        loop {
            self.read_more().await?;
            if let Some(at) = self.answer.windows(END.len()).position(|bytes| bytes == END) {
                return Ok(at + END.len());
            }
        }
    }

    async fn read_more(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.answer).await? {
            0 => Err("the connection was closed".into()),
            _ => Ok(()),
        }
    }
}

fn content_length(head: &str) -> Result<usize> {
    let values = head.lines().filter_map(|line| line.split_once(": "));
    let mut length =
        values.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
    Ok(length.next().ok_or("an answer without a length")?.parse()?)
}
