#![expect(clippy::unwrap_used, reason = "tests")]

use prost_reflect::DescriptorPool;
use serde_json::json;

use super::*;

const PROTO: &str = r#"
syntax = "proto3";
package t;
import "google/protobuf/timestamp.proto";
enum MeetingType { MEETING_TYPE_UNSPECIFIED = 0; MEETING_TYPE_ROUND_TABLE = 1; }
message Inner { string some_name = 1; MeetingType kind = 2; }
message Outer {
  string text = 1;
  optional bool kept = 2;
  optional uint32 count = 3;
  MeetingType kind = 4;
  google.protobuf.Timestamp held_at = 5;
  Inner inner = 6;
  repeated Inner inners = 7;
  repeated MeetingType kinds = 8;
  bool plain = 13;
  optional uint64 total = 14;
}
"#;

fn outer() -> MessageDescriptor {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.proto");
    std::fs::write(&file, PROTO).unwrap();
    let set = protox::compile([file], [folder.path()]).unwrap();
    let pool = DescriptorPool::from_file_descriptor_set(set).unwrap();
    pool.get_message_by_name("t.Outer").unwrap()
}

#[test]
fn a_message_goes_both_ways_unchanged() {
    let json = json!({
        "text": "a", "kept": false, "count": 0, "kind": "round_table", "heldAt": "2024-02-29T10:00:00.250Z",
        "inner": {"someName": "b", "kind": "round_table"}, "inners": [{"someName": "c"}, {}],
        "kinds": ["round_table"], "plain": true, "total": 4_294_967_296_u64,
    });
    let message = to_message(&json, outer()).unwrap();
    assert_eq!(to_json(&message).unwrap(), json);
}

#[test]
fn what_is_empty_or_unspecified_is_left_out() {
    let mut message = DynamicMessage::new(outer());
    message.set_field_by_name("text", Wire::String(String::new()));
    message.set_field_by_name("kind", Wire::EnumNumber(0));
    message.set_field_by_name("inners", Wire::List(vec![]));
    message.set_field_by_name("plain", Wire::Bool(false));
    message.set_field_by_name("kept", Wire::Bool(false));
    assert_eq!(to_json(&message).unwrap(), json!({"kept": false}));
}

#[test]
fn an_impossible_moment_is_a_mistake_at_its_field() {
    let mut message = DynamicMessage::new(outer());
    let held_at = message.descriptor().get_field_by_name("held_at").unwrap();
    let Wire::Message(at) = message.get_field_mut(&held_at) else { unreachable!("held_at is a message") };
    at.set_field_by_name("nanos", Wire::I32(-1));
    let errors = to_json(&message).unwrap_err();
    let errors: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.rule)).collect();
    assert_eq!(errors, [("heldAt", "date_time")]);
}

#[test]
fn an_unknown_enum_number_is_left_for_the_contract_to_refuse() {
    let mut message = DynamicMessage::new(outer());
    let Kind::Message(inner) = message.descriptor().get_field_by_name("inner").unwrap().kind() else {
        unreachable!("inner is a message")
    };
    let mut bad = DynamicMessage::new(inner);
    bad.set_field_by_name("kind", Wire::EnumNumber(7));
    message.set_field_by_name("inners", Wire::List(vec![Wire::Message(bad)]));
    assert_eq!(to_json(&message).unwrap(), json!({"inners": [{"kind": "7"}]}));
}

#[test]
fn an_offset_becomes_utc_and_null_is_left_out() {
    let json = json!({"heldAt": "2024-02-29T10:00:00+01:00", "inner": null});
    let message = to_message(&json, outer()).unwrap();
    assert_eq!(to_json(&message).unwrap(), json!({"heldAt": "2024-02-29T09:00:00Z"}));
}

#[test]
fn an_answer_with_no_place_in_its_message_is_a_fault() {
    for unfit in [
        json!({"unheard": 1}),
        json!({"count": "x"}),
        json!({"count": -1}),
        json!({"kind": "unheard"}),
        json!([]),
    ] {
        assert!(to_message(&unfit, outer()).is_err(), "{unfit}");
    }
}
