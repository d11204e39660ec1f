#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use schakel_domain::Text;
use utoipa::PartialSchema;

use super::*;
use crate::testing::region;

fn contract() -> Contract {
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["kind", "reason"],
        "properties": {
            "kind": {"$ref": "#/components/schemas/Kind"},
            "reason": {"type": "string", "minLength": 1, "maxLength": 10},
            "postcode": {"type": "string", "pattern": "^[0-9]{4}[A-Z]{2}$"},
            "count": {"type": ["integer", "null"], "minimum": 0, "maximum": 9},
            "kept": {"type": "boolean"},
            "day": {"type": "string", "format": "date"},
            "at": {"type": "string", "format": "date-time"},
            "person": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Person"}]},
            "members": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"$ref": "#/components/schemas/Person"}},
            "tags": {"type": "array", "uniqueItems": true, "items": {"type": "string"}},
            "numbers": {"type": "array", "items": {"type": "integer"}},
            "cents": {"type": "integer", "format": "int32", "minimum": 0},
            "subject": {"oneOf": [
                {"type": "object", "required": ["type", "person"], "properties": {
                    "type": {"type": "string", "enum": ["person"]}, "person": {"$ref": "#/components/schemas/Person"}}},
                {"type": "object", "required": ["type", "name"], "properties": {
                    "type": {"type": "string", "enum": ["family"]}, "name": {"type": "string"}}},
            ]},
        },
    });
    let named = json!({
        "Kind": {"type": "string", "enum": ["arrest", "detention"]},
        "Person": {"type": "object", "additionalProperties": false, "properties": {
            "id": {"type": "string", "format": "uuid"},
            "bsn": {"type": ["string", "null"], "format": "bsn"},
        }},
    });
    Contract::compile(schema, named.as_object().unwrap(), &region(), Formats::Asserted).unwrap()
}

fn mistakes(input: Value) -> Vec<String> {
    let errors = contract().check(input).unwrap_err();
    errors.iter().map(|e| format!("{}: {}: {}", e.field, e.rule, e.detail)).collect()
}

#[test]
fn every_mistake_is_named_at_once_in_our_words() {
    let mistakes = mistakes(json!({
        "kind": "theft", "reason": "", "postcode": "abc", "count": 10, "kept": "yes", "day": "2023-02-29",
        "at": "yesterday", "person": {"id": "x", "shoe": 1}, "tags": ["a", "a"], "12 34": 1, "extra": 1,
        "members": [{"bsn": "999900007"}, {"bsn": 999900006}, {}],
    }));
    insta::assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn what_is_missing_and_what_is_no_object_is_named() {
    insta::assert_snapshot!(mistakes(json!({"members": [], "count": -1})).join("\n"));
    insta::assert_snapshot!(mistakes(json!("text")).join("\n"));
}

#[test]
fn of_a_tagged_choice_the_branch_that_was_meant_is_explained() {
    let with = |subject: Value| json!({"kind": "arrest", "reason": "r", "subject": subject});
    let person = with(json!({"type": "person", "person": {"bsn": "123456789"}}));
    insta::assert_snapshot!(mistakes(person).join("\n"));
    let family = with(json!({"type": "family"}));
    insta::assert_snapshot!(mistakes(family).join("\n"));
    let neither = with(json!({"type": "neighbour"}));
    insta::assert_snapshot!(mistakes(neither).join("\n"));
}

#[test]
fn null_counts_as_left_out() {
    let input =
        json!({"kind": "arrest", "reason": "r", "person": null, "count": null, "members": [{"bsn": null}]});
    let checked = contract().check(input).unwrap();
    assert_eq!(checked, json!({"kind": "arrest", "reason": "r", "members": [{}]}));
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_nought() {
    let input = json!({"kind": "arrest", "reason": "r", "count": 5.0, "numbers": [-1.0, 2]});
    let checked = contract().check(input).unwrap();
    assert_eq!(checked, json!({"kind": "arrest", "reason": "r", "count": 5, "numbers": [-1, 2]}));
    let half = json!({"kind": "arrest", "reason": "r", "count": 5.5});
    assert_eq!(mistakes(half).len(), 1);
}

#[test]
fn a_number_that_is_too_large_for_its_field_is_a_mistake() {
    let cents = |cents: Value| json!({"kind": "arrest", "reason": "r", "cents": cents});
    assert!(contract().check(cents(json!(i32::MAX))).is_ok());
    for large in [json!(i64::from(i32::MAX) + 1), json!(u64::MAX), json!(1e300)] {
        let told = mistakes(cents(large));
        assert!(told[0].starts_with("cents: maximum: "), "{told:?}");
    }
}

/// Otherwise it would be a fault of ours.
#[test]
fn what_is_no_text_to_the_domain_is_a_mistake() {
    let schema = json!({"type": "object", "properties": {"what": FreeText::schema()}});
    let contract = Contract::compile(schema, &Map::new(), &region(), Formats::Asserted).unwrap();
    let none: Vec<_> = ('\0'..=char::MAX).map(String::from).filter(|text| Text::new(text).is_err()).collect();
    assert_eq!(none.len(), 25, "white space of Unicode");
    for text in none {
        let mistakes = contract.check(json!({"what": text})).unwrap_err();
        let rules: Vec<_> = mistakes.iter().map(|mistake| mistake.rule).collect();
        assert_eq!(rules, ["min_length"], "{text:?}");
    }
}

#[test]
fn parameters_are_read_as_their_type() {
    let contract = contract();
    let read =
        |name, texts: &[&str]| contract.parameter(name, texts.iter().map(ToString::to_string).collect());
    assert_eq!(read("count", &["3"]), json!(3));
    assert_eq!(read("count", &["three"]), json!("three"));
    assert_eq!(read("kept", &["true"]), json!(true));
    assert_eq!(read("kind", &["arrest"]), json!("arrest"));
    assert_eq!(read("numbers", &["1", "2"]), json!([1, 2]));
    assert_eq!(read("numbers", &["1"]), json!([1]));
    assert_eq!(read("reason", &["a", "b"]), json!(["a", "b"]));
    assert_eq!(read("unheard", &["a"]), json!("a"));
}

proptest! {
    #[test]
    fn no_mistake_ever_repeats_a_value(secret in "[#-@]{6,30}") {
        let person = json!({"id": secret, "bsn": secret, (secret.as_str()): secret});
        let input = json!({
            "kind": secret, "reason": format!("{secret}{secret}"), "postcode": secret, "count": secret, "kept": secret,
            "day": secret, "at": secret, "person": person, "members": [person, secret], "tags": [secret, secret],
            "numbers": [secret], "subject": {"type": secret}, (secret.as_str()): secret,
        });
        let errors = contract().check(input).unwrap_err();
        prop_assert!(errors.len() > 10);
        for error in errors {
            prop_assert!(!error.field.contains(&secret));
            prop_assert!(!error.detail.contains(&secret));
        }
    }
}
