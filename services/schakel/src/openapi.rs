//! The REST contract as an OpenAPI 3.1 document, built from the table of operations.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::config::Contact;
use crate::doors::contract::{named, without_null};
use crate::doors::headers::API_VERSION;
use crate::doors::{Entry, Kind, Language};
use crate::problem::{self, PROBLEM_JSON, Problem, Telling};

const DESCRIPTION: &str = "Who does what about whom in a Safety House (Zorg- en Veiligheidshuis): reports, \
weighing, meetings, plans, monitoring and the question whether a person is being handled. Every operation is \
served over gRPC as well (`schakel.v1`).\n\nIdentifiers are English; the glossary gives the Dutch terms. A breaking \
change gets a new major version in the path; at most two majors are served at once, the older one for at least a \
year after its deprecation is announced in the changelog.";

/// Where the service is and whom to ask.
#[derive(Clone, Debug)]
pub struct About {
    /// Public address, without a trailing slash.
    pub public_url: String,
    /// Whom integrators can ask.
    pub contact: Contact,
}

/// The document.
pub fn document<'a>(entries: impl Iterator<Item = &'a Entry>, about: &About) -> Value {
    let entries: Vec<_> = entries.collect();
    let contact = &about.contact;
    let tags: BTreeSet<_> = entries.iter().map(|entry| entry.spec.service).collect();
    let tags: Vec<_> = tags.iter().map(|tag| json!({"name": tag})).collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Schakel",
            "version": API_VERSION,
            "description": DESCRIPTION,
            "contact": {"name": contact.name, "email": contact.email, "url": contact.url},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": format!("{}/v1", about.public_url)}],
        "externalDocs": {
            "description": "Glossary: English identifier, Dutch term, definition",
            "url": format!("{}/v1/glossary", about.public_url),
        },
        "security": [{"bearer": []}],
        "tags": tags,
        "paths": paths(&entries),
        "components": components(&entries, about),
    });
    without_null(&mut document);
    document
}

/// The same document for the explorer, which calls the service that it was loaded from.
pub fn seen_from_here(document: &Value) -> Value {
    let mut document = document.clone();
    document["servers"] = json!([{"url": "/v1"}]);
    document
}

fn paths(entries: &[&Entry]) -> Value {
    let mut paths = Map::new();
    for entry in entries {
        let path = entry.spec.path.strip_prefix("/v1").unwrap_or(entry.spec.path);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[entry.spec.method.as_str().to_ascii_lowercase()] = operation(entry);
    }
    Value::Object(paths)
}

fn operation(entry: &Entry) -> Value {
    let spec = &entry.spec;
    let mut operation = json!({
        "operationId": spec.operation_id(),
        "tags": [spec.service],
        "summary": spec.summary,
        "description": spec.description,
        "parameters": parameters(entry),
        "responses": responses(entry),
    });
    if spec.has_body() {
        operation["requestBody"] = json!({"required": true, "content": content(entry)});
    }
    operation
}

fn content(entry: &Entry) -> Value {
    let mut content = json!({"application/json": {
        "schema": reference("schemas", &body_name(entry)),
        "example": (entry.spec.example)(),
    }});
    if let Some(lines) = entry.lines {
        content["text/csv"] = json!({"schema": {"type": "string"}, "example": lines.example});
    }
    content
}

fn body_name(entry: &Entry) -> String {
    format!("{}Body", entry.spec.action.name())
}

fn reference(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

fn input(entry: &Entry) -> Value {
    serde_json::to_value(&entry.input).unwrap_or_default()
}

/// The input without what stands in the path.
fn body(entry: &Entry) -> Value {
    let mut body = input(entry);
    let in_path: Vec<_> = entry.spec.path_parameters().collect();
    if let Some(properties) = body["properties"].as_object_mut() {
        properties.retain(|name, _| !in_path.contains(&name.as_str()));
    }
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_none_or(|name| !in_path.contains(&name)));
    }
    body
}

fn parameters(entry: &Entry) -> Vec<Value> {
    let mut parameters: Vec<_> = entry
        .spec
        .path_parameters()
        .map(|name| parameter("path", name, true, input(entry)["properties"][name].clone()))
        .collect();
    if !entry.spec.has_body() {
        parameters.extend(query_parameters(entry));
    }
    parameters.extend(header_parameters(entry));
    parameters
}

fn parameter(place: &str, name: &str, required: bool, mut schema: Value) -> Value {
    let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    let mut parameter = json!({"in": place, "name": name, "required": required, "schema": schema});
    if let Some(description) = description {
        parameter["description"] = description;
    }
    parameter
}

fn query_parameters(entry: &Entry) -> Vec<Value> {
    let query = body(entry);
    let example = (entry.spec.example)();
    let is_required = |name: &str| {
        let required = query["required"].as_array();
        required.is_some_and(|required| required.iter().any(|known| known == name))
    };
    let properties = query["properties"].as_object().cloned().unwrap_or_default();
    let described = properties.into_iter().map(|(name, schema)| {
        let mut parameter = parameter("query", &name, is_required(&name), schema);
        if let Some(example) = example.get(&name) {
            parameter["example"] = example.clone();
        }
        parameter
    });
    described.collect()
}

fn header_parameters(entry: &Entry) -> Vec<Value> {
    let names_a_resource = entry.spec.path_parameters().next().is_some();
    let names: &[&str] = match entry.spec.is_command() {
        true if names_a_resource => &["IdempotencyKey", "IfMatch"],
        true => &["IdempotencyKey"],
        false => &["SchakelPosition"],
    };
    let always = ["AcceptLanguage", "SchakelPurpose"];
    names.iter().chain(&always).map(|name| reference("parameters", name)).collect()
}

fn responses(entry: &Entry) -> Value {
    let spec = &entry.spec;
    let (status, description) = match spec.kind {
        Kind::Creates => ("201", "It was made."),
        Kind::Changes => ("200", "It was done."),
        Kind::Asks => ("200", "The answer."),
    };
    let mut headers = json!({"API-Version": reference("headers", "APIVersion")});
    if spec.kind == Kind::Creates {
        headers["Location"] = reference("headers", "Location");
    }
    if spec.is_command() {
        headers["ETag"] = reference("headers", "ETag");
        headers["Schakel-Position"] = reference("headers", "SchakelPosition");
    }
    let mut responses = json!({status: {
        "description": description,
        "headers": headers,
        "content": {"application/json": {
            "schema": reference("schemas", &entry.output.0),
            "example": (spec.example_answer)(),
        }},
    }});
    for form in entry.forms {
        responses[status]["content"][form.media_type] = json!({"schema": {"type": "string"}});
    }
    for status in problem_statuses(entry) {
        responses[status.to_string()] = reference("responses", &format!("Problem{status}"));
    }
    responses
}

fn problem_statuses(entry: &Entry) -> BTreeSet<u16> {
    let spec = &entry.spec;
    let all = problem::Kind::ALL.iter().map(|kind| kind.row().status.as_u16());
    let names_an_area = !input(entry)["properties"]["area"].is_null();
    let happens = |status: &u16| match status {
        404 => spec.path_parameters().next().is_some() || spec.is_command() || names_an_area,
        405 => false,
        409 | 412 | 422 => spec.is_command(),
        413 | 415 => spec.has_body(),
        _ => true,
    };
    all.filter(happens).collect()
}

fn components(entries: &[&Entry], about: &About) -> Value {
    let mut schemas = Map::new();
    for entry in entries {
        schemas.extend(named(&entry.schemas));
        schemas.extend(named(std::slice::from_ref(&entry.output)));
        if entry.spec.has_body() {
            schemas.insert(body_name(entry), body(entry));
        }
    }
    schemas.insert("Problem".into(), problem_schema());
    json!({
        "schemas": schemas,
        "responses": problem_responses(about),
        "parameters": shared_parameters(),
        "headers": shared_headers(),
        "securitySchemes": {"bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Access token of a configured issuer, with the claims `organisation` and `roles`.",
        }},
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457: why there is no answer.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri", "description": "Stable identifier; the address of its page."},
            "title": {"type": "string", "description": "In the language of Accept-Language."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "traceId": {"type": "string", "description": "To mention when reporting a fault."},
            "errors": {
                "type": "array",
                "description": "Every mistake in the input; never with its value.",
                "items": {
                    "type": "object",
                    "required": ["field", "rule", "detail"],
                    "properties": {
                        "field": {"type": "string", "description": "Where: `members[0].bsn`."},
                        "rule": {"type": "string", "description": "Stable code of the rule."},
                        "detail": {"type": "string", "description": "The rule in words."},
                    },
                },
            },
            "allowedRoles": {"type": "array", "items": {"type": "string"}, "description": "Roles that would be allowed."},
            "actualVersion": {"type": "integer", "minimum": 0, "description": "The version now."},
        },
    })
}

fn problem_responses(about: &About) -> Value {
    let telling = Telling { language: Language::En, public_url: &about.public_url, trace_id: None };
    let mut responses = Map::new();
    for kind in problem::Kind::ALL {
        let row = kind.row();
        let response = responses.entry(format!("Problem{}", row.status.as_u16())).or_insert_with(|| {
            json!({
                "description": "",
                "headers": {"API-Version": reference("headers", "APIVersion")},
                "content": {PROBLEM_JSON: {
                    "schema": reference("schemas", "Problem"),
                    "examples": {},
                }},
            })
        });
        let words = response["description"].as_str().unwrap_or_default();
        let separator = if words.is_empty() { "" } else { "; " };
        response["description"] = format!("{words}{separator}`{}`: {}", row.slug, row.title.en).into();
        let example = json!({"value": Problem::from(*kind).to_json(telling)});
        response["content"][PROBLEM_JSON]["examples"][row.slug] = example;
    }
    Value::Object(responses)
}

fn shared_parameters() -> Value {
    let header = |name: &str, required: bool, about: &str, schema: Value| {
        json!({"in": "header", "name": name,
        "required": required, "description": about, "schema": schema})
    };
    json!({
        "IdempotencyKey": header("Idempotency-Key", true,
            "The client's own name for this command: repeated, it is done once.",
            json!({"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"})),
        "IfMatch": header("If-Match", false,
            "The ETag that the client saw; when it has moved, nothing is done (412).",
            json!({"type": "string", "pattern": "^(\\*|\"[0-9]{1,19}\")$", "examples": ["\"5\""]})),
        "SchakelPosition": header("Schakel-Position", false,
            "A position that an earlier answer gave: the answer contains at least that change.",
            json!({"type": "string", "pattern": "^[0-9]{1,9}\\.[0-9]{1,19}\\.[0-9]{1,18}$",
                "examples": ["1.748.12"]})),
        "SchakelPurpose": header("Schakel-Purpose", false,
            "Why it is asked: a code, no free text; stored with a command.",
            json!({"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$"})),
        "AcceptLanguage": header("Accept-Language", false,
            "Language of labels and problem titles: nl or en.",
            json!({"type": "string"})),
    })
}

fn shared_headers() -> Value {
    let header = |about: &str| json!({"description": about, "schema": {"type": "string"}});
    json!({
        "APIVersion": header("Version of the API."),
        "ETag": header("Version of the resource now."),
        "Location": header("Where the new resource is."),
        "SchakelPosition": header("Position of this change, for reads that must see it."),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::operations::operations;

    fn about() -> About {
        About {
            public_url: "https://schakel.example.nl".into(),
            contact: Contact {
                name: "Team Schakel".into(),
                email: "team@example.nl".into(),
                url: "https://schakel.example.nl".into(),
            },
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let operations = operations();
        let document = document(operations.iter(), &about());
        let mut references = Vec::new();
        collect(&document, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn collect(value: &Value, references: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
            Value::Object(members) => {
                references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|member| collect(member, references));
            }
            _ => {}
        }
    }

    #[test]
    fn one_schema_name_means_one_schema() {
        let operations = operations();
        let mut known = Map::new();
        for entry in &operations {
            let mut schemas = named(&entry.schemas);
            schemas.extend(named(std::slice::from_ref(&entry.output)));
            for (name, schema) in schemas {
                let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*first, schema, "{name}");
            }
        }
    }

    #[test]
    fn paths_are_relative_to_the_public_address() {
        let operations = operations();
        let document = document(operations.iter(), &about());
        assert_eq!(document["servers"][0]["url"], "https://schakel.example.nl/v1");
        assert_eq!(document["paths"]["/catalogue"]["get"]["operationId"], "getCatalogue");
        assert_eq!(seen_from_here(&document)["servers"], json!([{"url": "/v1"}]));
    }
}
