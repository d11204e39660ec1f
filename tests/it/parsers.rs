//! Every parser of bytes from outside, given what was valid once and what never was. None panics, each keeps its promise,
//! and no refusal repeats what it refuses. Which parser is tried where stands in `docs/security.md`.
//!
//! In `make test` a few hundred inputs each, always the same; in `make security` many, and others each time
//! (`FUZZ_CASES`).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use chrono::NaiveDate;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config as Bounds, RngAlgorithm, TestRng, TestRunner};
use prost::Message;
use prost_reflect::DynamicMessage;
use schakel::config::Config;
use schakel::doors::{Language, Trace, bridge};
use schakel::establish::Beginning;
use schakel::identity::demo::Issuer;
use schakel::identity::{Accepted, Binding, Certificate, KeySet, KeySource, Verifier};
use schakel::operations::operations;
use schakel_access::Role;
use schakel_access_log::Head;
use schakel_application::SuspectLine;
use schakel_domain::organisation::Oin;
use schakel_domain::person::Bsn;
use schakel_domain::region::Region;
use schakel_journal::Place;
use schakel_read_models::Cursor;
use schakel_vault::Secrets;
use serde::Deserialize;
use serde_json::Value;

use crate::authority::{Authority, Subject};
use crate::doors::{descriptors, message, method};
use crate::house::beginning;

/// What stands in every file of settings and secrets, and in no refusal.
const SECRET: &str = "Kwintsaus";
/// What makes trouble wherever it stands.
const TROUBLE: &[&str] = &[
    "\0",
    "\u{feff}",
    "\r\n",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "=",
    ";",
    ",",
    ".",
    "-",
    "+1",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "9223372036854775808",
    "٩٩٩",
    "é",
    "\u{202e}",
    "🙂",
    "%00",
    "null",
    "'''",
    "\"\"\"",
];

/// A change to a text that was valid.
#[derive(Clone, Debug)]
enum Edit {
    Put(Index, u8),
    Insert(Index, &'static str),
    Remove(Index, Index),
    Repeat(Index, Index),
    Cut(Index),
}

impl Edit {
    fn on(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        let span = |one: &Index, other: &Index| {
            let (one, other) = (one.index(length), other.index(length));
            one.min(other)..one.max(other)
        };
        match self {
            Self::Put(place, byte) => bytes[place.index(length)] = *byte,
            Self::Insert(place, text) => {
                drop(bytes.splice(place.index(length)..place.index(length), text.bytes()))
            }
            Self::Remove(one, other) => drop(bytes.drain(span(one, other))),
            Self::Repeat(one, other) => bytes.extend_from_within(span(one, other)),
            Self::Cut(place) => bytes.truncate(place.index(length)),
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<(Index, u8)>().prop_map(|(place, byte)| Edit::Put(place, byte)),
        (any::<Index>(), select(TROUBLE)).prop_map(|(place, text)| Edit::Insert(place, text)),
        any::<(Index, Index)>().prop_map(|(one, other)| Edit::Remove(one, other)),
        any::<(Index, Index)>().prop_map(|(one, other)| Edit::Repeat(one, other)),
        any::<Index>().prop_map(Edit::Cut),
    ]
}

/// One of these with a few changes, most of the time; any bytes otherwise.
pub fn near(valid: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changed = (select(valid), proptest::collection::vec(edit(), 0..4)).prop_map(|(mut bytes, edits)| {
        edits.iter().for_each(|edit| edit.on(&mut bytes));
        bytes
    });
    prop_oneof![4 => changed, 1 => proptest::collection::vec(any::<u8>(), 0..300)]
}

/// Tries a parser; a panic is a failure like any other, and shrinks to the smallest input that does it.
fn fuzz(valid: &[impl AsRef<[u8]>], holds: impl Fn(&[u8])) {
    let many = std::env::var("FUZZ_CASES").ok().map(|cases| cases.parse().unwrap());
    let bounds = Bounds { cases: many.unwrap_or(500), failure_persistence: None, ..Bounds::default() };
    let mut runner = match many {
        Some(_) => TestRunner::new(bounds),
        None => TestRunner::new_with_rng(bounds, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let valid = valid.iter().map(|valid| valid.as_ref().to_vec()).collect();
    let tried = runner.run(&near(valid), |bytes| {
        holds(&bytes);
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}

/// As [`fuzz`], for parsers of text.
fn fuzz_text(valid: &[&str], holds: impl Fn(&str)) {
    fuzz(valid, |bytes| holds(&String::from_utf8_lossy(bytes)));
}

#[test]
fn files_of_lines_and_their_lines() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let mut seen = 0;
    for lines in operations().iter().filter_map(|entry| entry.lines) {
        seen += 1;
        fuzz(&[lines.example, "bsn;surname\r\n999900006;Proef\n"], |bytes| {
            let Ok(input) = lines.read_csv(bytes) else { return };
            let read = input["lines"].as_array().unwrap();
            assert!(read.len() <= lines.max_lines);
            for line in read {
                let _ = suspect_line(line).read(today);
            }
        });
    }
    assert_eq!(seen, 2, "suspects and reports");
}

fn suspect_line(cells: &Value) -> SuspectLine {
    let cell = |name: &str| cells[name].as_str().unwrap_or_default().to_owned();
    SuspectLine {
        line: 2,
        bsn: cell("bsn"),
        given_names: cell("givenNames"),
        prefix: cell("prefix"),
        surname: cell("surname"),
        birth_date: cell("birthDate"),
        birth_year: cell("birthYear"),
    }
}

#[test]
fn positions_and_heads_are_written_as_they_are_read() {
    fuzz_text(&["1.748.12", "0.0.0", "2.18446744073709551615.9223372036854775807"], |text| {
        if let Ok(place) = text.parse::<Place>() {
            let digits = |text: &str| {
                text.split('.').map(|part| part.trim_start_matches('0').to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(digits(&place.to_string()), digits(text), "no two texts but for noughts in front");
        }
    });
    let head = Head { writer: 3, seq: 7, mac: [9; 32] }.to_string();
    fuzz_text(&[&head], |text| {
        if let Ok(head) = text.parse::<Head>() {
            assert_eq!(head.to_string().parse(), Ok(head));
        }
    });
}

#[test]
fn cursors() {
    let cursor = Cursor::after(&("2026-11-28", 12)).unwrap();
    fuzz_text(&[cursor.as_str(), "W10", ""], |text| {
        let cursor = Cursor::new(text);
        if let Some(key) = cursor.key::<(String, i64)>() {
            assert_eq!(Cursor::after(&key).and_then(|it| it.key()), Some(key));
        }
        let _ = cursor.key::<Value>();
    });
}

#[test]
fn a_bsn_is_nine_digits_that_pass_the_eleven_test_and_nothing_else() {
    fuzz_text(&["999900006", "999900018", "000000000"], |text| {
        let digits: Option<Vec<i64>> =
            text.chars().map(|c| c.to_digit(10).filter(|_| c.is_ascii()).map(i64::from)).collect();
        let weighed =
            |digits: &[i64]| digits.iter().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(d, w)| d * w).sum::<i64>();
        let is_one =
            digits.is_some_and(|it| it.len() == 9 && weighed(&it) % 11 == 0 && it.iter().any(|d| *d != 0));
        assert_eq!(Bsn::new(text).is_ok(), is_one, "{text:?}");
    });
}

#[test]
fn what_headers_say_of_trace_and_language() {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    fuzz_text(&[parent, "ff-0-0-0", "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"], |text| {
        let trace = Trace::carry_on(Some(text));
        let is_hex = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(is_hex(&trace.trace_id, 32) && is_hex(&trace.span_id, 16));
        assert!(trace.parent_span_id.is_none_or(|parent| is_hex(&parent, 16)));
    });
    fuzz_text(&["nl-NL,en;q=0.5", "de", "nl;q=NaN,en;q=-1", "*;q=1e9"], |text| {
        assert!(["nl", "en"].contains(&Language::preferred(Some(text)).tag()));
    });
}

/// The settings of a service, in a file.
fn settings() -> String {
    let urls = format!("postgres://schakel:{SECRET}@localhost/schakel");
    format!(
        "public_url = \"https://schakel.example.nl\"\ncontact_name = \"{SECRET}\"\ncontact_email = \"a@example.nl\"\n\
         contact_url = \"https://schakel.example.nl\"\ndatabase_url = \"{urls}\"\nkeys_database_url = \"{urls}\"\n\
         secrets_file = \"/{SECRET}\"\nregion_file = \"/region.toml\"\ntoken_issuers = [\"https://login.example.nl\"]\n\
         token_key_set = \"https://login.example.nl/keys\"\ntoken_clients = [\"{SECRET}\"]\n\
         max_body_bytes = 4096\n"
    )
}

#[test]
fn settings_files_whose_mistakes_repeat_no_value() {
    assert_eq!(Config::read(&settings(), []).err(), None);
    fuzz_text(&[&settings()], |text| {
        if let Err(mistakes) = Config::read(text, []) {
            assert!(!mistakes.is_empty());
            // The name of a setting may be anything.
            let told = mistakes.iter().filter(|mistake| !mistake.ends_with("there is no such setting"));
            told.for_each(|mistake| assert!(!mistake.contains(SECRET), "{mistake}"));
        }
    });
}

#[test]
fn secrets_files_whose_mistakes_repeat_no_key() {
    let (_, text) = Secrets::generate().unwrap();
    let keys: Vec<_> = text.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(keys.len(), 3);
    fuzz_text(&[&text], |text| match Secrets::parse(text) {
        Ok(secrets) => assert_eq!(format!("{secrets:?}"), "Secrets(hidden)"),
        Err(error) => {
            let told = format!("{error} {error:?}");
            assert!(keys.iter().all(|key| !told.contains(&key[..12])), "{told}");
        }
    });
}

#[test]
fn region_files_and_what_a_house_begins_with() {
    let region = include_str!("../../regions/achterhoek.toml");
    fuzz_text(&[region], |text| {
        if let Ok(region) = toml::from_str::<Region>(text) {
            let _ = region.mistakes();
        }
    });
    fuzz_text(&[&beginning()], |text| drop(Beginning::parse(text)));
}

#[test]
fn certificates_and_their_numbers() {
    const OIN: &str = "00000001234567890000";
    let pair = Authority::new().issue(&Subject::client("caller", OIN));
    let der = pem(&pair.certificate);
    assert_eq!(Certificate::read(&der).oin, Oin::new(OIN).ok());
    fuzz(&[der], |bytes| {
        if let Some(oin) = Certificate::read(bytes).oin {
            assert!(oin.as_str().len() == 20 && oin.as_str().bytes().all(|b| b.is_ascii_digit()));
        }
    });
}

fn pem(text: &str) -> Vec<u8> {
    use base64::Engine;
    let lines = text.lines().filter(|line| !line.starts_with("-----"));
    base64::engine::general_purpose::STANDARD.decode(lines.collect::<String>()).unwrap()
}

#[test]
fn messages_of_every_method_as_json_and_back() {
    static MESSAGES: LazyLock<Vec<(prost_reflect::MessageDescriptor, Vec<u8>)>> = LazyLock::new(|| {
        let entries = operations();
        let unary = entries.iter().filter(|entry| entry.lines.is_none());
        let valid = unary.map(|entry| {
            let input = method(&entry.spec).input();
            let bytes = message(&(entry.spec.example)(), &input).encode_to_vec();
            (input, bytes)
        });
        valid.collect()
    });
    assert!(MESSAGES.len() > 100 && descriptors().services().count() > 10);
    let bytes: Vec<_> = MESSAGES.iter().map(|(_, bytes)| bytes.clone()).collect();
    fuzz(&bytes, |bytes| {
        // Each input as some messages; over all inputs, as every one.
        for (descriptor, _) in MESSAGES.iter().cycle().skip(bytes.len()).take(8) {
            let Ok(read) = DynamicMessage::decode(descriptor.clone(), bytes) else { continue };
            let Ok(json) = bridge::to_json(&read) else { continue };
            if let Ok(written) = bridge::to_message(&json, descriptor.clone()) {
                assert_eq!(bridge::to_json(&written).unwrap(), json, "{}", descriptor.full_name());
            }
        }
    });
}

/// A verifier whose keys are in a folder, and a token that it believes.
struct Believing {
    verifier: Verifier,
    token: String,
    key_set: Vec<u8>,
    _folder: tempfile::TempDir,
}

fn believing() -> Believing {
    schakel::serve::install_crypto();
    let folder = tempfile::tempdir().unwrap();
    let issuer = Issuer::open(folder.path(), "https://issuer.example.nl", "schakel").unwrap();
    let accepted = Accepted {
        issuers: vec!["https://issuer.example.nl".into()],
        audience: "schakel".into(),
        scopes: Vec::new(),
        clients: BTreeMap::new(),
        binding: Binding::Optional,
    };
    let keys = KeySet::new(KeySource::File(issuer.key_set_file().to_owned())).unwrap();
    Believing {
        verifier: Verifier::new(accepted, Arc::new(keys)),
        token: issuer.mint("reporter-1", "politie", &[Role::Reporter], Duration::from_secs(3600)).unwrap(),
        key_set: std::fs::read(issuer.key_set_file()).unwrap(),
        _folder: folder,
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn no_token_is_believed_but_the_one_that_was_signed() {
    let (runtime, Believing { verifier, token, _folder, .. }) = (runtime(), believing());
    let believes = |text: &[u8]| {
        let Ok(value) = HeaderValue::from_bytes(text) else { return false };
        let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
        runtime.block_on(verifier.verify(&headers, None)).is_ok()
    };
    let valid = format!("Bearer {token}");
    assert!(believes(valid.as_bytes()));
    fuzz(&[&valid], |bytes| {
        let says = String::from_utf8_lossy(bytes);
        let is_that_one = says.get(7..).is_some_and(|rest| rest.trim_matches(' ') == token);
        assert!(is_that_one || !believes(bytes), "{says}");
    });
}

#[test]
fn key_sets_of_an_issuer() {
    let (runtime, Believing { key_set, _folder, .. }) = (runtime(), believing());
    let file = _folder.path().join("fuzzed.json");
    fuzz(&[key_set], |bytes| {
        std::fs::write(&file, bytes).unwrap();
        let keys = KeySet::new(KeySource::File(file.clone())).unwrap();
        let _ = runtime.block_on(keys.refresh());
    });
}

/// Serves a document that can be changed, and beside it a key set; answers with the address of both.
async fn issuer_with(document: Arc<Mutex<Vec<u8>>>, key_set: Vec<u8>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let document = move || async move { document.lock().unwrap().clone() };
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(document))
        .route("/keys", get(move || async move { key_set }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// What is believed; whatever else a document says may be as broken as it likes.
#[derive(Deserialize)]
struct Says {
    issuer: String,
}

#[test]
fn documents_of_an_issuer() {
    let (runtime, Believing { key_set, _folder, .. }) = (runtime(), believing());
    let served = Arc::new(Mutex::new(Vec::new()));
    let address = runtime.block_on(issuer_with(served.clone(), key_set));
    let document =
        |issuer: &str, more: &str| format!(r#"{{"issuer": "{issuer}", "jwks_uri": "{address}/keys"{more}}}"#);
    let issuer = "https://issuer.example.nl";
    let source = KeySource::Discovery {
        document: format!("{address}/.well-known/openid-configuration").parse().unwrap(),
        issuers: vec![issuer.into()],
    };
    let keys = KeySet::new(source).unwrap();
    let believes = |bytes: &[u8]| {
        *served.lock().unwrap() = bytes.to_vec();
        runtime.block_on(keys.refresh())
    };
    believes(document(issuer, "").as_bytes()).unwrap();
    let valid =
        [document(issuer, ""), document(issuer, r#", "scopes_supported": ["openid"]"#), document(SECRET, "")];
    fuzz(&valid, |bytes| match believes(bytes) {
        Ok(()) => assert_eq!(serde_json::from_slice::<Says>(bytes).unwrap().issuer, issuer),
        Err(error) => assert!(!error.to_string().contains(SECRET), "{error}"),
    });
}
