//! The chain of keyed hashes that binds a writer's records to each other.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use crate::record::{Message, Record, Subject};

/// A keyed hash.
pub(crate) type Mac = [u8; 32];

/// The key of the chains. Whoever has it can forge them; it is never in the database.
#[derive(Clone)]
pub struct ChainKey(Zeroizing<[u8; 32]>);

impl ChainKey {
    /// From a derived secret.
    pub fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    /// Where a writer's chain begins.
    pub(crate) fn genesis(&self, writer: i32) -> Mac {
        let mut frame = Frame::new("access log chain 1");
        frame.number(writer.into());
        self.mac(&frame)
    }

    /// The hash of a record that follows `previous`.
    pub(crate) fn link(&self, previous: &Mac, writer: i32, seq: i64, record: &Record) -> Mac {
        let mut frame = Frame::new("access log record 1");
        frame.bytes(previous);
        frame.number(writer.into());
        frame.number(seq);
        frame.record(record);
        self.mac(&frame)
    }

    fn mac(&self, frame: &Frame) -> Mac {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0[..]);
        let mut mac = Mac::default();
        mac.copy_from_slice(hmac::sign(&key, &frame.0).as_ref());
        mac
    }
}

impl fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainKey")
    }
}

/// Bytes in which each part carries its length, so that no two records give the same.
struct Frame(Vec<u8>);

impl Frame {
    fn new(kind: &str) -> Self {
        let mut frame = Self(Vec::with_capacity(512));
        frame.text(kind);
        frame
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as i64);
        self.0.extend_from_slice(bytes);
    }

    fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.0.push(flag.into());
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&String>) {
        self.flag(text.is_some());
        text.into_iter().for_each(|text| self.text(text));
    }

    fn list(&mut self, texts: &[String]) {
        self.number(texts.len() as i64);
        texts.iter().for_each(|text| self.text(text));
    }

    /// Every field by name: a new one does not compile until it is part of the chain.
    fn record(&mut self, record: &Record) {
        let Record {
            started_at,
            ended_at,
            trace_id,
            span_id,
            parent_span_id,
            action,
            decision,
            reason,
            status,
            policy,
            account,
            organisation,
            client,
            roles,
            purpose,
            reference,
            subject,
            found,
            categories,
            messages,
        } = record;
        self.number(started_at.timestamp_micros());
        self.number(ended_at.timestamp_micros());
        [trace_id, span_id, action, status, policy, account, organisation]
            .into_iter()
            .for_each(|text| self.text(text));
        [parent_span_id, reason, client, purpose, reference]
            .into_iter()
            .for_each(|text| self.optional(text.as_ref()));
        self.text(decision.code());
        self.list(roles);
        self.subject(subject.as_ref());
        self.flag(*found);
        self.list(categories);
        self.messages(messages);
    }

    fn subject(&mut self, subject: Option<&Subject>) {
        self.flag(subject.is_some());
        if let Some(Subject { kind, id }) = subject {
            self.text(kind);
            self.text(id);
        }
    }

    fn messages(&mut self, messages: &[Message]) {
        self.number(messages.len() as i64);
        for Message { recipient, case_id } in messages {
            self.text(recipient);
            self.bytes(case_id.as_bytes());
        }
    }
}

/// The last record of a writer's chain. As text, `writer seq mac`, it can be kept outside, as an anchor:
/// then nobody can cut the chain shorter unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the writer.
    pub writer: i32,
    /// Number of its last record; 0 when there is none yet.
    pub seq: i64,
    /// Keyed hash of that record.
    pub mac: [u8; 32],
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.writer, self.seq, STANDARD_NO_PAD.encode(self.mac))
    }
}

/// A text that is no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is `writer seq mac`")]
pub struct HeadError;

impl FromStr for Head {
    type Err = HeadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<_> = text.split_whitespace().collect();
        let [writer, seq, mac] = parts[..] else {
            return Err(HeadError);
        };
        let mac = STANDARD_NO_PAD.decode(mac).map_err(|_| HeadError)?;
        Ok(Self {
            writer: writer.parse().map_err(|_| HeadError)?,
            seq: seq.parse().map_err(|_| HeadError)?,
            mac: mac.try_into().map_err(|_| HeadError)?,
        })
    }
}

#[cfg(test)]
mod tests;
