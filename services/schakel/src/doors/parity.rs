//! Both doors say the same: every operation's JSON schemas and messages have the same fields of the same kinds.
#![expect(clippy::unwrap_used, reason = "tests")]

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind as Wire, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::contract::{named, without_null};
use super::desk::{DESCRIPTORS, Served, served};
use super::{Kind, lines};
use crate::operations::operations;
use crate::testing::region;

#[test]
fn every_operation_has_the_same_fields_behind_both_doors() {
    let mut differences = Vec::new();
    for served in served(operations(), DESCRIPTORS, &region()).unwrap() {
        differences.extend(compare(&served));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_method_has_its_operation() {
    let served = served(operations(), DESCRIPTORS, &region()).unwrap();
    let known: Vec<_> = served.iter().map(|s| s.entry.spec.rpc_path()).collect();
    let pool = prost_reflect::DescriptorPool::decode(DESCRIPTORS).unwrap();
    let ours = pool.services().filter(|service| service.package_name() == "schakel.v1");
    for service in ours {
        for method in service.methods() {
            let path = format!("/{}/{}", service.full_name(), method.name());
            assert!(known.contains(&path), "{path} has no operation");
        }
    }
}

#[test]
fn every_example_fits_its_contract_and_its_message() {
    for served in served(operations(), DESCRIPTORS, &region()).unwrap() {
        let spec = &served.entry.spec;
        let mut example = (spec.example)();
        for name in spec.path_parameters() {
            example[name] = json!("0190c0de-0000-7000-8000-000000000001");
        }
        let checked = served.contract.check(example.clone());
        assert!(checked.is_ok(), "{}: {checked:?}", spec.operation_id());
        for message in sent(&served, &example) {
            let request = super::bridge::to_message(message, served.messages.request.clone());
            assert!(request.is_ok(), "{}: {:?}", spec.operation_id(), request.err());
        }
        let answer = (spec.example_answer)();
        let response = super::bridge::to_message(&answer, served.messages.response.clone());
        assert!(response.is_ok(), "{}: {:?}", spec.operation_id(), response.err());
    }
}

fn compare(served: &Served) -> Vec<String> {
    let mut comparison =
        Comparison { schemas: named(&served.entry.schemas), differences: Vec::new(), seen: Vec::new() };
    let json = |schema| serde_json::to_value(schema).unwrap();
    let mut input = json(&served.entry.input);
    for name in envelope(served) {
        input["properties"][name] = Value::Null;
    }
    let input = match served.entry.lines {
        Some(_) => comparison.resolve(&input["properties"]["lines"])["items"].clone(),
        None => input,
    };
    comparison.object(&input, &served.messages.request);
    comparison.object(&json(&served.entry.output.1), &served.messages.response);
    comparison.differences
}

/// An input as its messages: one, or one per line.
fn sent<'a>(served: &Served, input: &'a Value) -> &'a [Value] {
    match served.entry.lines {
        Some(_) => lines::of(input),
        None => std::slice::from_ref(input),
    }
}

#[test]
fn whoever_takes_lines_has_a_stream_and_its_columns_are_the_fields_of_a_line() {
    let pool = prost_reflect::DescriptorPool::decode(DESCRIPTORS).unwrap();
    let streams = |path: &str| {
        let (service, method) = path[1..].split_once('/').unwrap();
        let service = pool.get_service_by_name(service).unwrap();
        service.methods().any(|known| known.name() == method && known.is_client_streaming())
    };
    for served in served(operations(), DESCRIPTORS, &region()).unwrap() {
        let path = served.entry.spec.rpc_path();
        assert_eq!(streams(&path), served.entry.lines.is_some(), "{path}");
        let Some(taken) = served.entry.lines else { continue };
        let fields: Vec<_> = served.messages.request.fields().map(|f| f.json_name().to_owned()).collect();
        let expected: Vec<_> = [&[lines::NUMBER], taken.columns].concat();
        assert_eq!(fields, expected, "{path}");
        let file = taken.read_csv(taken.example.as_bytes()).unwrap();
        assert!(served.contract.check(file).is_ok(), "{path}");
        assert_eq!(served.entry.spec.path_parameters().count(), 0, "{path}: a stream has no place for them");
    }
}

/// What REST has in its headers stands in the message; `Null` in the schema means: look no further.
fn envelope(served: &Served) -> Vec<&'static str> {
    if served.entry.lines.is_some() {
        return vec![];
    }
    let states_version = served.messages.request.get_field_by_json_name("expectedVersion").is_some();
    match served.entry.spec.kind {
        Kind::Creates if !states_version => vec!["idempotencyKey"],
        Kind::Creates | Kind::Changes => vec!["idempotencyKey", "expectedVersion"],
        Kind::Asks => vec![],
    }
}

struct Comparison {
    schemas: Map<String, Value>,
    differences: Vec<String>,
    seen: Vec<String>,
}

impl Comparison {
    fn object(&mut self, schema: &Value, message: &MessageDescriptor) {
        if self.seen.iter().any(|name| name == message.full_name()) {
            return;
        }
        self.seen.push(message.full_name().to_owned());
        let properties = self.properties(schema);
        for name in properties.keys() {
            if message.get_field_by_json_name(name).is_none() {
                self.differences.push(format!("{} lacks {name}", message.full_name()));
            }
        }
        for field in message.fields() {
            match properties.get(field.json_name()) {
                Some(Value::Null) => {}
                Some(schema) => self.field(schema, &field),
                None if field.json_name() == "atLeastPosition" => {}
                None => self.differences.push(format!("{} is not in the schema", field.full_name())),
            }
        }
    }

    /// The properties of an object; of a choice, those of all its branches.
    fn properties(&self, schema: &Value) -> Map<String, Value> {
        let schema = self.resolve(schema);
        let mut properties = schema["properties"].as_object().cloned().unwrap_or_default();
        for keyword in ["oneOf", "anyOf", "allOf"] {
            for branch in schema[keyword].as_array().into_iter().flatten() {
                properties.extend(self.properties(branch));
            }
        }
        properties
    }

    fn field(&mut self, schema: &Value, field: &FieldDescriptor) {
        let schema = self.resolve(schema);
        if field.is_list() {
            if schema["type"] != "array" {
                return self.differ(field, "is no array in the schema");
            }
            let items = self.resolve(&schema["items"]);
            return self.single(&items, field);
        }
        self.single(&schema, field);
    }

    fn single(&mut self, schema: &Value, field: &FieldDescriptor) {
        let expected = match field.kind() {
            Wire::Message(message) if message.full_name() == "google.protobuf.Timestamp" => {
                if schema["format"] != "date-time" {
                    self.differ(field, "is no moment in the schema");
                }
                return;
            }
            Wire::Message(message) => return self.object(schema, &message),
            Wire::Enum(list) => return self.codes(schema, field, &list),
            Wire::Bool => "boolean",
            Wire::String => "string",
            Wire::Uint32 | Wire::Uint64 => "integer",
            _ => return self.differ(field, "is of a kind that the bridge does not know"),
        };
        if schema["type"] != expected {
            self.differ(field, &format!("is {} in the schema", schema["type"]));
        }
        if schema["format"] == "date-time" || schema["enum"].is_array() && expected == "string" {
            self.differ(field, "is plain text in the message alone");
        }
    }

    fn codes(&mut self, schema: &Value, field: &FieldDescriptor, list: &EnumDescriptor) {
        let mut codes: Vec<_> = schema["enum"].as_array().cloned().unwrap_or_default();
        let mut values: Vec<_> = list
            .values()
            .filter(|value| value.number() != 0)
            .map(|value| super::bridge::code(list, value.name()).map_or(Value::Null, Value::from))
            .collect();
        codes.sort_by_key(Value::to_string);
        values.sort_by_key(Value::to_string);
        if codes != values {
            self.differ(field, &format!("has other codes: {codes:?} and {values:?}"));
        }
    }

    fn resolve(&self, schema: &Value) -> Value {
        let mut schema = schema.clone();
        without_null(&mut schema);
        let name = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next());
        match name {
            Some(name) => self.resolve(&self.schemas[name]),
            None => schema,
        }
    }

    fn differ(&mut self, field: &FieldDescriptor, how: &str) {
        self.differences.push(format!("{} {how}", field.full_name()));
    }
}
