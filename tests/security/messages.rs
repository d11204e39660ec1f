//! Every method of the gRPC contract, as reflection tells of it, with messages made by its descriptors: valid ones,
//! ones that are nearly so, and bytes that are none.

use std::collections::BTreeMap;

use bytes::{Buf, BufMut};
use futures::StreamExt;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value as Wire};
use schakel::doors::Spec;
use schakel::operations::operations;
use schakel_access::Role;
use schakel_domain::code::Code as _;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::actors::Actor;
use crate::doors::{Door, Envelope, method, request_message};
use crate::house::House;
use crate::stages::{Stage, bsn};
use crate::survives::{BUSY, MARKER, assert_well, rounds};

/// How deep messages go into each other.
const DEPTH: u32 = 4;
/// So many calls at a time.
const AT_ONCE: usize = 16;

#[tokio::test(flavor = "multi_thread")]
async fn no_message_makes_the_service_fail_or_repeat_what_it_was_sent() {
    let house = House::open_with(BUSY).await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let cases = [stage.planned(&bsn(0)).await, stage.closed(&bsn(1)).await];
    let entries = operations();
    let specs: Vec<_> = entries.iter().map(|entry| &entry.spec).collect();
    let mut runner = TestRunner::default();
    let mut told = BTreeMap::new();
    let rounds = rounds(60);
    for spec in &specs {
        let calls: Vec<_> = (0..rounds).map(|_| bytes_for(spec, &cases, &mut runner)).collect();
        let answers = futures::stream::iter(calls).map(|bytes| call(&house, spec, bytes));
        let mut answers = answers.buffer_unordered(AT_ONCE);
        while let Some((bytes, answer)) = answers.next().await {
            let code = assert_harmless(spec, &bytes, answer);
            *told.entry(format!("{code:?}")).or_insert(0_usize) += 1;
        }
    }
    assert_well(&house).await;
    assert!(told.contains_key("Ok") && told.contains_key("InvalidArgument"), "{told:?}");
    println!("= {} calls of {} methods: {told:?}", rounds * specs.len(), specs.len());
}

/// Not a fault of the service's, and nothing of what was sent comes back.
fn assert_harmless(spec: &Spec, bytes: &[u8], answer: Result<(), Status>) -> Code {
    let Err(status) = answer else { return Code::Ok };
    let place = || format!("{} {status:?} {bytes:?}", spec.action.name());
    let reason = status.get_details_error_info().map(|info| info.reason);
    let is_fault = matches!(status.code(), Code::Internal | Code::Unknown | Code::DataLoss);
    // A position that lies ahead is waited for.
    let is_behind = reason.as_deref() == Some("READ_MODEL_BEHIND");
    assert!(!is_fault && (status.code() != Code::Unavailable || is_behind), "{}", place());
    assert!(reason.is_some(), "a status has its reason: {}", place());
    let details = String::from_utf8_lossy(status.details());
    for told in [status.message(), &details] {
        assert!(!told.contains(MARKER) && !told.contains(&bsn(0)), "{}", place());
    }
    status.code()
}

/// Somebody whose roles let them ask for this.
fn somebody(spec: &Spec) -> Actor {
    let role = Role::ALL.iter().find(|role| spec.action.roles().contains(role));
    role.map(|role| Actor::with(*role)).unwrap_or_else(|| panic!("nobody may {}", spec.action.name()))
}

async fn call(house: &House, spec: &Spec, bytes: Vec<u8>) -> (Vec<u8>, Result<(), Status>) {
    let mut request = tonic::Request::new(futures::stream::iter([bytes.clone()]));
    let bearer = format!("Bearer {}", house.token(&somebody(spec)));
    request.metadata_mut().insert("authorization", bearer.parse().unwrap());
    request.metadata_mut().insert("idempotency-key", Envelope::default().key.unwrap().parse().unwrap());
    let mut client = tonic::client::Grpc::new(house.client(Door::Grpc).channel);
    client.ready().await.unwrap();
    let path = spec.rpc_path().parse().unwrap();
    let answer = client.client_streaming(request, path, Raw).await;
    (bytes, answer.map(drop))
}

fn bytes_for(spec: &Spec, cases: &[String], runner: &mut TestRunner) -> Vec<u8> {
    let method = method(spec);
    let mut example = (spec.example)();
    if let Some(lines) = example.get("lines").and_then(|lines| lines.as_array()) {
        example = lines[0].clone();
    }
    if let Some(id) = example.get_mut("caseId") {
        *id = cases[0].as_str().into();
    }
    let valid = match method.is_client_streaming() {
        true => crate::doors::message(&example, &method.input()),
        false => request_message(spec, &method, example, &Envelope::default()),
    };
    drawn(
        &message_near(valid.clone(), cases).prop_map(|message| message.encode_to_vec()).boxed(),
        runner,
        valid,
    )
}

/// A message of the kind, or its bytes broken, or any bytes at all.
fn drawn(near: &BoxedStrategy<Vec<u8>>, runner: &mut TestRunner, valid: DynamicMessage) -> Vec<u8> {
    let valid = valid.encode_to_vec();
    let broken =
        (near.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut bytes, place, byte)| {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            bytes
        });
    let strategy = prop_oneof![
        1 => Just(valid),
        6 => near.clone(),
        2 => broken,
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ];
    strategy.new_tree(runner).unwrap().current()
}

/// A valid message of which some fields are left out or have other values, or one made from nothing.
fn message_near(valid: DynamicMessage, cases: &[String]) -> BoxedStrategy<DynamicMessage> {
    let descriptor = prost_reflect::ReflectMessage::descriptor(&valid);
    let anything = message_of(descriptor.clone(), cases, DEPTH);
    let which = prop::collection::vec(0_u8..8, descriptor.fields().len());
    let changed = (anything.clone(), which).prop_map(move |(other, which)| {
        let mut message = valid.clone();
        for (field, choice) in descriptor.fields().zip(which) {
            match choice {
                0 => message.clear_field(&field),
                1 => message.set_field(&field, other.get_field(&field).into_owned()),
                _ => {}
            }
        }
        message
    });
    prop_oneof![3 => changed, 1 => anything].boxed()
}

fn message_of(descriptor: MessageDescriptor, cases: &[String], depth: u32) -> BoxedStrategy<DynamicMessage> {
    let fields: Vec<_> = descriptor.fields().collect();
    let values: Vec<_> = fields.iter().map(|field| prop::option::of(value_of(field, cases, depth))).collect();
    let made = values.prop_map(move |values| {
        let mut message = DynamicMessage::new(descriptor.clone());
        for (field, value) in fields.iter().zip(values) {
            if let Some(value) = value {
                message.set_field(field, value);
            }
        }
        message
    });
    made.boxed()
}

fn value_of(field: &FieldDescriptor, cases: &[String], depth: u32) -> BoxedStrategy<Wire> {
    let one = single(&field.kind(), cases, depth);
    match field.is_list() {
        true => prop::collection::vec(one, 0..4).prop_map(Wire::List).boxed(),
        false => one,
    }
}

fn single(kind: &Kind, cases: &[String], depth: u32) -> BoxedStrategy<Wire> {
    match kind {
        Kind::Bool => any::<bool>().prop_map(Wire::Bool).boxed(),
        Kind::Uint32 => prop_oneof![Just(0), Just(u32::MAX), 1..200_u32].prop_map(Wire::U32).boxed(),
        Kind::Uint64 => prop_oneof![Just(0), Just(u64::MAX), 1..20_u64].prop_map(Wire::U64).boxed(),
        Kind::Int64 => prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>(), 0..4_000_000_000_i64]
            .prop_map(Wire::I64)
            .boxed(),
        Kind::Int32 => prop_oneof![Just(i32::MIN), Just(-1), 0..1_000_000_000].prop_map(Wire::I32).boxed(),
        Kind::String => text(cases).prop_map(Wire::String).boxed(),
        Kind::Enum(list) => {
            let numbers: Vec<_> = list.values().map(|value| value.number()).chain([-1, 999]).collect();
            select(numbers).prop_map(Wire::EnumNumber).boxed()
        }
        Kind::Message(inner) if depth > 0 => {
            message_of(inner.clone(), cases, depth - 1).prop_map(Wire::Message).boxed()
        }
        Kind::Message(inner) => Just(Wire::Message(DynamicMessage::new(inner.clone()))).boxed(),
        kind => panic!("the contract has a kind of field that nobody thought of: {kind:?}"),
    }
}

/// What a field of text may hold: what fits somewhere, what fits nowhere, and what is too much.
fn text(cases: &[String]) -> BoxedStrategy<String> {
    let fits: Vec<String> = cases
        .iter()
        .cloned()
        .chain([bsn(0), bsn(1)])
        .chain(
            [
                "2026-11-28",
                "2023-02-29",
                "+02026-1-1",
                "gouda",
                "politie",
                "focus",
                "holder-1",
                "1.0.0",
                "9.9.9",
                "W10",
            ]
            .map(str::to_owned),
        )
        .chain(["", " ", "\0", "\u{202e}", "00000000-0000-0000-0000-000000000000"].map(str::to_owned))
        .collect();
    prop_oneof![
        4 => select(fits),
        2 => "\\PC{0,40}".prop_map(|text| format!("{MARKER}{text}")),
        1 => (1..9000_usize).prop_map(|length| MARKER.repeat(length / MARKER.len() + 1)),
        1 => any::<String>().prop_map(|text| format!("{text}{MARKER}")),
    ]
    .boxed()
}

/// Bytes as they are.
struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = ();
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(item.as_slice());
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = ();
    type Error = Status;

    fn decode(&mut self, source: &mut DecodeBuf<'_>) -> Result<Option<()>, Status> {
        source.advance(source.remaining());
        Ok(Some(()))
    }
}
