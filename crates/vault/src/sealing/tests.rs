#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use schakel_domain::personal::Personal;
use serde::Deserialize;
use uuid::Uuid;

use super::*;
use crate::primitives::{Key, random_key};

const STREAM: &str = "Case/0190";
const PLACE: &str = "7";
/// Stands in every name and text that is personal in the generated JSON, and nowhere else.
const CANARY: &str = "Zwaluwstaart";

const ANNA: Subject = Subject::Member(Uuid::from_u128(0xa0a0_b1b1_c2c2_d3d3));
const BRAM: Subject = Subject::Member(Uuid::from_u128(0x1234_5678_9abc_def0));
const SUBJECTS: [Subject; 3] = [Subject::Stream, ANNA, BRAM];

fn ring() -> KeyRing {
    ring_of(&random_key().unwrap(), &[STREAM])
}

/// One data key for all subjects of all these streams, so that nothing but the context tells them
/// apart.
fn ring_of(key: &Key, streams: &[&str]) -> KeyRing {
    let mut ring = KeyRing::default();
    for stream in streams {
        for subject in SUBJECTS {
            ring.insert(stream, subject, DataKey::live(key).unwrap());
        }
    }
    ring
}

fn personal(about: Subject, value: Value) -> Value {
    json!({ PERSONAL: { ABOUT: about, VALUE: value } })
}

fn sealed_text(json: &Value) -> &str {
    json[SEALED].as_str().unwrap()
}

fn arbitrary_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        Just(json!({ ERASED: true })),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-y \u{e9}\"\\\\]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-y/~$]{0,4}", inner.clone(), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
            (prop::sample::select(&SUBJECTS[..]), inner).prop_map(|(about, value)| personal(about, value)),
        ]
    })
    .prop_map(|json| with_canaries(json, false))
}

/// Puts the canary into every text and name that stands inside a personal value.
fn with_canaries(json: Value, inside: bool) -> Value {
    match json {
        Value::Object(mut members) if is_marked(&members) => {
            if let Some(Value::Object(content)) = members.get_mut(PERSONAL) {
                let value = content.remove(VALUE).unwrap();
                content.insert(VALUE.to_owned(), with_canaries(value, true));
            }
            Value::Object(members)
        }
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| {
                let name = if inside { CANARY.to_owned() + &name } else { name };
                (name, with_canaries(member, inside))
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => {
            items.into_iter().map(|item| with_canaries(item, inside)).collect::<Vec<_>>().into()
        }
        Value::String(text) if inside => Value::String(CANARY.to_owned() + &text),
        other => other,
    }
}

proptest! {
    #[test]
    fn opens_what_it_sealed(json in arbitrary_json()) {
        let ring = ring();
        let sealed = ring.seal(STREAM, PLACE, json.clone()).unwrap();
        prop_assert_eq!(ring.open(STREAM, PLACE, sealed.into_value()).unwrap(), json);
    }

    #[test]
    fn leaves_nothing_personal_in_the_open(json in arbitrary_json()) {
        let sealed = ring().seal(STREAM, PLACE, json).unwrap();
        prop_assert!(subjects_of(sealed.as_value()).is_empty());
        let text = sealed.as_value().to_string();
        prop_assert!(!text.contains(PERSONAL));
        prop_assert!(!text.contains(CANARY));
    }

    #[test]
    fn seals_the_same_value_at_the_same_place_to_the_same_bytes(json in arbitrary_json()) {
        let ring = ring();
        let first = ring.seal(STREAM, PLACE, json.clone()).unwrap();
        prop_assert_eq!(ring.seal(STREAM, PLACE, json).unwrap(), first);
    }

    #[test]
    fn needs_the_keys_of_exactly_the_subjects_it_names(json in arbitrary_json()) {
        let key = random_key().unwrap();
        let named = subjects_of(&json);
        let mut ring = KeyRing::default();
        for subject in &named {
            ring.insert(STREAM, *subject, DataKey::live(&key).unwrap());
        }
        prop_assert!(ring.seal(STREAM, PLACE, json.clone()).is_ok());
        for absent in &named {
            let mut ring = KeyRing::default();
            for subject in named.iter().filter(|subject| *subject != absent) {
                ring.insert(STREAM, *subject, DataKey::live(&key).unwrap());
            }
            let refused = ring.seal(STREAM, PLACE, json.clone());
            let missing = matches!(refused, Err(VaultError::KeyMissing { .. }));
            prop_assert!(missing);
        }
    }

    #[test]
    fn erases_what_is_about_a_destroyed_subject_and_nothing_else(json in arbitrary_json()) {
        let ring = ring();
        let sealed = ring.seal(STREAM, PLACE, json.clone()).unwrap();
        let mut without_anna = ring;
        without_anna.insert(STREAM, ANNA, DataKey::Destroyed);
        let opened = without_anna.open(STREAM, PLACE, sealed.into_value()).unwrap();
        prop_assert_eq!(opened, without(ANNA, json));
    }

    #[test]
    fn refuses_every_altered_sealed_text(text in ".{0,24}", about in prop::sample::select(&SUBJECTS[..])) {
        let ring = ring();
        let sealed = ring.seal(STREAM, PLACE, personal(about, text.into())).unwrap();
        let intact = sealed_text(sealed.as_value()).to_owned();
        for at in 0..intact.len() {
            for bit in 0..7 {
                let mut altered = intact.clone().into_bytes();
                altered[at] ^= 1 << bit;
                refused(&ring, String::from_utf8(altered).unwrap());
            }
            let mut shortened = intact.clone();
            shortened.remove(at);
            refused(&ring, shortened);
        }
        for appended in ["=", "A", " ", "\n", "."] {
            refused(&ring, intact.clone() + appended);
        }
    }
}

fn refused(ring: &KeyRing, text: String) {
    let opened = ring.open(STREAM, PLACE, json!({ SEALED: text }));
    assert!(matches!(opened, Err(VaultError::Tampered { .. } | VaultError::KeyMissing { .. })));
}

fn without(gone: Subject, json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let about = members.get(PERSONAL).map(|content| &content[ABOUT]);
            if about == Some(&json!(gone)) {
                return json!({ ERASED: true });
            }
            let members = members.into_iter();
            members.map(|(name, member)| (name, without(gone, member))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(|item| without(gone, item)).collect::<Vec<_>>().into(),
        other => other,
    }
}

#[test]
fn opens_nowhere_but_where_it_was_sealed() {
    let ring = ring_of(&random_key().unwrap(), &[STREAM, "Case/0191"]);
    let json = json!({ "name": personal(Subject::Stream, json!("Sanne de Wit")) });
    let sealed = ring.seal(STREAM, PLACE, json).unwrap().into_value();
    assert!(ring.open(STREAM, PLACE, sealed.clone()).is_ok());

    let text = sealed_text(&sealed["name"]).to_owned();
    let about_anna = text.replace("stream.", &format!("{ANNA}."));
    let moved = [
        ("Case/0191", PLACE, sealed.clone()),
        (STREAM, "8", sealed.clone()),
        (STREAM, PLACE, json!({ "alias": { SEALED: text } })),
        (STREAM, PLACE, json!({ "name": [{ SEALED: text }] })),
        (STREAM, PLACE, json!([{ "name": { SEALED: text } }])),
        (STREAM, PLACE, json!({ "name": { SEALED: about_anna } })),
    ];
    for (stream, place, json) in moved {
        let opened = ring.open(stream, place, json);
        assert!(matches!(opened, Err(VaultError::Tampered { .. })));
    }
}

#[test]
fn refuses_the_inner_value_in_place_of_the_outer_one() {
    let ring = ring();
    let json = json!({ "a": personal(ANNA, personal(ANNA, json!("Sanne de Wit"))) });
    let sealed = ring.seal(STREAM, PLACE, json).unwrap().into_value();

    let (_, text) = split(sealed_text(&sealed["a"])).unwrap();
    let context = Work::new(&ring, STREAM, PLACE).context(ANNA, "/a");
    let keys = ring.find_live(STREAM, ANNA).unwrap();
    let plain = keys.open(&context, &STANDARD_NO_PAD.decode(text).unwrap()).unwrap();
    let inner: Value = serde_json::from_slice(&plain).unwrap();
    assert!(inner[SEALED].is_string());

    let opened = ring.open(STREAM, PLACE, json!({ "a": inner }));
    assert!(matches!(opened, Err(VaultError::Tampered { .. })));
}

#[test]
fn seals_equal_values_at_different_places_to_different_texts() {
    let ring = ring();
    let value = personal(Subject::Stream, json!("Sanne de Wit"));
    let sealed = ring.seal(STREAM, PLACE, json!([value, value])).unwrap().into_value();
    let elsewhere = ring.seal(STREAM, "8", json!([value])).unwrap().into_value();
    assert_ne!(sealed[0], sealed[1]);
    assert_ne!(sealed[0], elsewhere[0]);
}

/// What is stored must be opened by every version that comes after.
#[test]
fn seals_with_a_given_key_to_the_same_bytes_for_ever() {
    let key = Key::new(std::array::from_fn(|at| at as u8));
    let json = json!({ "a": personal(ANNA, json!({ "b": personal(BRAM, json!("Sanne de Wit")) })) });
    let sealed = ring_of(&key, &[STREAM]).seal(STREAM, PLACE, json).unwrap().into_value();
    assert_eq!(
        sealed_text(&sealed["a"]),
        "00000000-0000-0000-a0a0-b1b1c2c2d3d3.\
         UAvLhrAxrKaf07AEJGTw/RtFT9CyqZyUQLuFVXHumx74h7AO/C8q0LFGXTgt9n60Y6AY4TkB5b+xbi7PeYX8xwlzgXiwgdI1\
         lDoLMGYmf6+xE3rHOFfIA/cCY1U5gq2/tCvXo0EnqQKrHiHP5Pw7p0kvZUcZcPesvdsM6Y4gFtH7X/G8mWY+RZ8lAGyz"
    );
}

#[test]
fn opens_nothing_with_another_key() {
    let [one, other] = [ring(), ring()];
    let sealed = one.seal(STREAM, PLACE, personal(ANNA, json!("Sanne de Wit"))).unwrap().into_value();
    assert!(matches!(other.open(STREAM, PLACE, sealed), Err(VaultError::Tampered { .. })));
}

#[test]
fn seals_the_same_whatever_the_order_of_members() {
    let ring = ring();
    let seal = |text| {
        let value: Value = serde_json::from_str(text).unwrap();
        ring.seal(STREAM, PLACE, personal(ANNA, value)).unwrap()
    };
    assert_eq!(seal(r#"{"a":1,"b":2}"#), seal(r#"{"b":2,"a":1}"#));
}

#[test]
fn refuses_to_seal_with_a_destroyed_key() {
    let mut ring = ring();
    ring.insert(STREAM, ANNA, DataKey::Destroyed);
    let refused = ring.seal(STREAM, PLACE, personal(ANNA, json!("x")));
    assert!(matches!(refused, Err(VaultError::KeyDestroyed { subject, .. }) if subject == ANNA));
}

#[test]
fn keeps_a_key_destroyed_whichever_ring_is_merged_into_which() {
    let (mut live, mut destroyed) = (ring(), KeyRing::default());
    destroyed.insert(STREAM, ANNA, DataKey::Destroyed);
    let mut other = destroyed.clone();
    other.merge(live.clone());
    live.merge(destroyed);
    for ring in [live, other] {
        assert!(ring.find_live(STREAM, ANNA).is_err());
        assert!(ring.find_live(STREAM, BRAM).is_ok());
    }
}

#[test]
fn refuses_to_seal_a_node_whose_shape_it_does_not_know() {
    let good = json!({ ABOUT: "stream", VALUE: 1 });
    let wrong = [
        json!({ PERSONAL: good, "more": 1 }),
        json!({ PERSONAL: good, ERASED: true }),
        json!({ PERSONAL: "Sanne de Wit" }),
        json!({ PERSONAL: { ABOUT: "stream" } }),
        json!({ PERSONAL: { VALUE: 1 } }),
        json!({ PERSONAL: { ABOUT: "nobody", VALUE: 1 } }),
        json!({ PERSONAL: { ABOUT: 1, VALUE: 1 } }),
        json!({ PERSONAL: { ABOUT: "stream", VALUE: 1, "more": 1 } }),
        json!({ ERASED: false }),
        json!({ ERASED: { PERSONAL: good } }),
        json!({ ERASED: true, "more": { PERSONAL: good } }),
        json!({ SEALED: "stream.AAAA" }),
        json!({ SEALED: { PERSONAL: good } }),
    ];
    for node in wrong {
        for json in [node.clone(), json!({ "a": [node] })] {
            let refused = ring().seal(STREAM, PLACE, json);
            assert!(matches!(refused, Err(VaultError::Malformed { .. })));
        }
    }
}

#[test]
fn refuses_to_open_what_was_stored_in_the_open() {
    let stored = json!({ "name": personal(ANNA, json!("Sanne de Wit")) });
    let error = ring().open(STREAM, PLACE, stored).unwrap_err();
    assert!(matches!(error, VaultError::Malformed { .. }));
    assert!(!format!("{error:?} {error}").contains("Sanne"));
}

/// Personal values in every shape that serde knows: renamed, flattened, nested, in collections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Report {
    #[serde(rename = "renamedToSomethingElse")]
    name: Personal<String>,
    #[serde(flatten)]
    contact: Contact,
    aliases: Vec<Personal<String>>,
    by_role: BTreeMap<String, Personal<String>>,
    maybe: Option<Personal<u32>>,
    kind: Kind,
    family: Personal<Vec<Personal<String>>>,
    gone: Personal<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Contact {
    phone: Personal<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Newtype(Personal<String>),
    Tuple(u8, Personal<String>),
}

fn report() -> Report {
    let zwaluw = || Personal::about(ANNA, CANARY.to_owned());
    Report {
        name: Personal::of_stream(CANARY.to_owned()),
        contact: Contact { phone: zwaluw() },
        aliases: vec![zwaluw(), Personal::Erased],
        by_role: BTreeMap::from([("mother".to_owned(), zwaluw())]),
        maybe: Some(Personal::about(BRAM, 42)),
        kind: Kind::Tuple(1, zwaluw()),
        family: Personal::of_stream(vec![zwaluw(), Personal::about(BRAM, CANARY.to_owned())]),
        gone: Personal::Erased,
    }
}

#[test]
fn seals_personal_values_in_every_shape_of_a_type() {
    let ring = ring();
    let other = Report { kind: Kind::Newtype(Personal::of_stream(CANARY.to_owned())), ..report() };
    for report in [report(), other] {
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(subjects_of(&json), BTreeSet::from(SUBJECTS));
        let sealed = ring.seal(STREAM, PLACE, json).unwrap().into_value();
        assert!(!sealed.to_string().contains(PERSONAL));
        assert!(!sealed.to_string().contains(CANARY));
        let opened = ring.open(STREAM, PLACE, sealed).unwrap();
        assert_eq!(serde_json::from_value::<Report>(opened).unwrap(), report);
    }
}

#[test]
fn refuses_a_personal_value_that_is_flattened_into_its_parent() {
    #[derive(Serialize)]
    #[serde(tag = "type")]
    enum Tagged {
        Name(Personal<String>),
    }
    let json = serde_json::to_value(Tagged::Name(Personal::of_stream(CANARY.to_owned()))).unwrap();
    let error = ring().seal(STREAM, PLACE, json).unwrap_err();
    assert!(matches!(error, VaultError::Malformed { .. }));
    assert!(!format!("{error:?} {error}").contains(CANARY));
}

#[test]
fn shows_no_key() {
    let key = Key::new([0xab; 32]);
    let ring = ring_of(&key, &[STREAM]);
    let shown = format!("{ring:?}");
    assert!(shown.contains("Live(hidden)"), "{shown}");
    let without_names = shown.replace(STREAM, "");
    assert!(!without_names.contains("171") && !without_names.contains("abab"), "{shown}");
}
