//! The REST contract as it is published, and what no linter sees in it (NORMS §1).

use schakel::problem::Kind;
use serde_json::Value;

use crate::house::PROGRAM;

fn printed() -> Value {
    let output = std::process::Command::new(PROGRAM).arg("openapi").output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_contract_is_as_reviewed() {
    insta::assert_snapshot!(format!("{:#}", printed()));
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let items = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    items.collect()
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

#[test]
fn nothing_personal_has_a_place_in_an_address() {
    let document = printed();
    for (place, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().unwrap() {
            let parameter = resolve(&document, parameter);
            let name = parameter["name"].as_str().unwrap().to_lowercase();
            for personal in ["bsn", "surname", "givenname", "birth", "prefix", "telephone", "mail"] {
                assert!(!name.contains(personal), "{place}: {name}");
            }
        }
    }
}

#[test]
fn every_answer_is_described_with_its_form_and_an_example() {
    let document = printed();
    for (place, operation) in operations(&document) {
        assert!(!place.starts_with("trace ") && !place.starts_with("put "), "{place}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let number: u16 = status.parse().unwrap_or_else(|_| panic!("{place}: {status} is no status"));
            let response = resolve(&document, response);
            assert!(!response["headers"]["API-Version"].is_null(), "{place} {status}");
            let media_type = if number < 400 { "application/json" } else { "application/problem+json" };
            let content = &response["content"][media_type];
            assert!(!content["schema"].is_null(), "{place} {status}");
            assert!(!content["example"].is_null() || !content["examples"].is_null(), "{place} {status}");
        }
        let statuses = operation["responses"].as_object().unwrap();
        for status in ["400", "401", "403", "500", "503"] {
            assert!(statuses.contains_key(status), "{place} {status}");
        }
        if let Some(body) = operation.get("requestBody") {
            assert!(!body["content"]["application/json"]["example"].is_null(), "{place}");
        }
    }
}

#[test]
fn every_kind_of_problem_stands_in_the_contract_with_an_example() {
    let document = printed();
    for kind in Kind::ALL {
        let row = kind.row();
        let response = format!("/components/responses/Problem{}", row.status.as_u16());
        let response = document.pointer(&response).unwrap_or_else(|| panic!("{} is missing", row.slug));
        let example = &response["content"]["application/problem+json"]["examples"][row.slug]["value"];
        assert_eq!(example["status"], row.status.as_u16(), "{}", row.slug);
    }
}

#[test]
fn properties_are_in_camel_case_and_days_and_moments_say_what_they_are() {
    let document = printed();
    let mut seen = 0;
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (property, schema) in schema["properties"].as_object().into_iter().flatten() {
            let place = format!("{name}.{property}");
            let starts_small = property.starts_with(|c: char| c.is_ascii_lowercase());
            assert!(starts_small && property.chars().all(|c| c.is_ascii_alphanumeric()), "{place}");
            let format = resolve(&document, schema)["format"].as_str();
            assert_eq!(property.ends_with("Date"), format == Some("date"), "{place}");
            let is_moment = property.ends_with("At") || ["at", "asOf"].contains(&property.as_str());
            assert_eq!(is_moment, format == Some("date-time"), "{place}");
            seen += 1;
        }
    }
    assert!(seen > 150);
}
