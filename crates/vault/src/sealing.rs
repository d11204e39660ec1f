//! Turning personal values in JSON into sealed ones and back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use schakel_domain::personal::{ERASED, PERSONAL, SEALED, Subject};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::key_ring::{DataKey, KeyRing};
use crate::primitives::framed;

const ABOUT: &str = "about";
const VALUE: &str = "value";

/// JSON without an open personal value in it. Only [`KeyRing::seal`] makes one, and the journal
/// stores nothing else.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct SealedJson(Value);

impl SealedJson {
    /// The JSON, to look at.
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// The JSON, to store.
    pub fn into_value(self) -> Value {
        self.0
    }
}

/// Everyone whom an open personal value in this JSON is about, at any depth: these keys are needed
/// to seal it.
pub fn subjects_of(json: &Value) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    visit(json, &mut |mark, content| {
        let about = content.get(ABOUT).and_then(Value::as_str);
        if mark == PERSONAL
            && let Some(Ok(subject)) = about.map(str::parse)
        {
            subjects.insert(subject);
        }
    });
    subjects
}

/// Everyone whom a sealed value in this JSON is about, except those that are themselves sealed.
pub(crate) fn sealed_subjects_of(json: &Value) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    visit(json, &mut |mark, content| {
        if mark == SEALED
            && let Some((subject, _)) = content.as_str().and_then(split)
        {
            subjects.insert(subject);
        }
    });
    subjects
}

fn visit(json: &Value, see: &mut impl FnMut(&str, &Value)) {
    match json {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            see(name, member);
            visit(member, see);
        }),
        Value::Array(items) => items.iter().for_each(|item| visit(item, see)),
        _ => {}
    }
}

impl KeyRing {
    /// Seals every personal value, at any depth, for this stream and place. The JSON path is bound
    /// in as well: a sealed value opens nowhere but where it was sealed.
    pub fn seal(&self, stream: &str, place: &str, json: Value) -> Result<SealedJson, VaultError> {
        let work = Work::new(self, stream, place);
        work.walk(json, "", &Work::seal_node).map(SealedJson)
    }

    /// Opens every sealed value. One whose key has been destroyed comes back as erased; one that
    /// was altered or moved is an error, and so is a personal value that was stored in the open.
    pub fn open(&self, stream: &str, place: &str, json: Value) -> Result<Value, VaultError> {
        let work = Work::new(self, stream, place);
        work.walk(json, "", &Work::open_node)
    }
}

/// A marked node: an object with one of the three marks as its only member.
enum Node {
    Personal { about: Subject, value: Value },
    Sealed(String),
    Erased,
}

/// What is done with a marked node that stands at a path.
type Act<'a> = dyn Fn(&Work<'a>, Node, &str) -> Result<Value, VaultError>;

struct Work<'a> {
    keys: &'a KeyRing,
    stream: &'a str,
    place: &'a str,
}

impl<'a> Work<'a> {
    fn new(keys: &'a KeyRing, stream: &'a str, place: &'a str) -> Self {
        Self { keys, stream, place }
    }

    /// Goes through the JSON and acts on every marked node; `path` is a JSON pointer (RFC 6901).
    fn walk(&self, json: Value, path: &str, act: &Act<'a>) -> Result<Value, VaultError> {
        match json {
            Value::Object(members) if is_marked(&members) => {
                let node = Node::read(members).map_err(|mistake| self.malformed(mistake))?;
                act(self, node, path)
            }
            Value::Object(members) => members
                .into_iter()
                .map(|(name, member)| {
                    let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                    Ok((name, self.walk(member, &path, act)?))
                })
                .collect::<Result<Map<_, _>, _>>()
                .map(Value::Object),
            Value::Array(items) => items
                .into_iter()
                .enumerate()
                .map(|(at, item)| self.walk(item, &format!("{path}/{at}"), act))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
            plain => Ok(plain),
        }
    }

    fn seal_node(&self, node: Node, path: &str) -> Result<Value, VaultError> {
        match node {
            Node::Personal { about, value } => {
                // A personal value may hold others, about the same or another subject: each is
                // sealed with its own key first.
                let value = self.walk(value, &inside(path), &Work::seal_node)?;
                self.seal_value(about, value, path)
            }
            Node::Erased => Ok(json!({ ERASED: true })),
            Node::Sealed(_) => Err(self.malformed("a value to be sealed is sealed already")),
        }
    }

    fn open_node(&self, node: Node, path: &str) -> Result<Value, VaultError> {
        match node {
            Node::Sealed(text) => self.open_value(&text, path),
            Node::Erased => Ok(json!({ ERASED: true })),
            Node::Personal { .. } => Err(self.malformed("a personal value was stored in the open")),
        }
    }

    fn seal_value(&self, about: Subject, mut value: Value, path: &str) -> Result<Value, VaultError> {
        // One order of members, so that equal values seal to equal bytes.
        value.sort_all_objects();
        let plain = Zeroizing::new(value.to_string());
        let keys = self.keys.find_live(self.stream, about)?;
        let sealed = keys.seal(&self.context(about, path), plain.as_bytes())?;
        Ok(json!({ SEALED: format!("{about}.{}", STANDARD_NO_PAD.encode(sealed)) }))
    }

    fn open_value(&self, text: &str, path: &str) -> Result<Value, VaultError> {
        let (about, sealed) = split(text).ok_or_else(|| self.tampered())?;
        let DataKey::Live(keys) = self.keys.find(self.stream, about)? else {
            return Ok(json!({ ERASED: true }));
        };
        let value = STANDARD_NO_PAD
            .decode(sealed)
            .ok()
            .and_then(|sealed| keys.open(&self.context(about, path), &sealed))
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .ok_or_else(|| self.tampered())?;
        let value = self.walk(value, &inside(path), &Work::open_node)?;
        Ok(json!({ PERSONAL: { ABOUT: about, VALUE: value } }))
    }

    fn context(&self, about: Subject, path: &str) -> Vec<u8> {
        framed(&[
            b"sealed value",
            self.stream.as_bytes(),
            about.to_string().as_bytes(),
            self.place.as_bytes(),
            path.as_bytes(),
        ])
    }

    fn tampered(&self) -> VaultError {
        VaultError::Tampered { stream: self.stream.to_owned(), place: self.place.to_owned() }
    }

    // Says nothing of the path: the names of members may be personal too.
    fn malformed(&self, mistake: &'static str) -> VaultError {
        VaultError::Malformed { stream: self.stream.to_owned(), place: self.place.to_owned(), mistake }
    }
}

impl Node {
    fn read(members: Map<String, Value>) -> Result<Self, &'static str> {
        let mut members = members.into_iter();
        match (members.next(), members.next()) {
            (Some((mark, content)), None) => Self::marked(&mark, content),
            _ => Err("a marked value has other members beside its mark"),
        }
    }

    fn marked(mark: &str, content: Value) -> Result<Self, &'static str> {
        match (mark, content) {
            (PERSONAL, Value::Object(content)) => Self::personal(content),
            (SEALED, Value::String(text)) => Ok(Self::Sealed(text)),
            (ERASED, Value::Bool(true)) => Ok(Self::Erased),
            _ => Err("a marked value has another shape than its mark asks for"),
        }
    }

    fn personal(mut content: Map<String, Value>) -> Result<Self, &'static str> {
        let about = content.remove(ABOUT).and_then(|about| about.as_str()?.parse().ok());
        match (about, content.remove(VALUE), content.is_empty()) {
            (Some(about), Some(value), true) => Ok(Self::Personal { about, value }),
            _ => Err("a personal value must have a subject and a value, and nothing else"),
        }
    }
}

fn is_marked(members: &Map<String, Value>) -> bool {
    [PERSONAL, SEALED, ERASED].iter().any(|mark| members.contains_key(*mark))
}

/// The path of what a personal value at `path` holds; no other node can have it.
fn inside(path: &str) -> String {
    format!("{path}/{PERSONAL}")
}

/// Subject and base64 of a sealed text. A subject has one spelling only: another one was not
/// written here.
fn split(text: &str) -> Option<(Subject, &str)> {
    let (about, sealed) = text.split_once('.')?;
    let subject: Subject = about.parse().ok()?;
    (subject.to_string() == about).then_some((subject, sealed))
}

#[cfg(test)]
mod tests;
