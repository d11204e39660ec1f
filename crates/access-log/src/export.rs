//! The record in the forms of the standards (NORMS §4). Pure functions of what is stored.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use crate::record::{Decision, Record, Stored, Subject};

/// Outcomes that count as errors of the processing. A refusal is none, nor is a person who is not known.
const ERRORS: [&str; 3] = ["unavailable", "late", "internal"];
/// OpenTelemetry's codes.
const STATUS_OK: u8 = 1;
const STATUS_ERROR: u8 = 2;
const KIND_SERVER: u8 = 2;

/// The records as one `ExportTraceServiceRequest` in OTLP/JSON, as Logboek Dataverwerkingen 1.0.0 wants
/// it: one span per processing action and person. `activities` is where the register of processing
/// activities is; the action's name in kebab case follows it.
pub fn processing(records: &[Stored], activities: &str) -> Value {
    let spans: Vec<_> = records.iter().map(|stored| span(&stored.record, activities)).collect();
    json!({ "resourceSpans": [{
        "resource": { "attributes": [attribute("service.name", "schakel")] },
        "scopeSpans": [{ "scope": { "name": "schakel-access-log" }, "spans": spans }],
    }] })
}

fn span(record: &Record, activities: &str) -> Value {
    let activity = format!("{}/{}", activities.trim_end_matches('/'), kebab_case(&record.action));
    let mut attributes = vec![attribute("dpl.core.processing_activity_id", &activity)];
    if let Some(Subject { kind, id }) = &record.subject {
        attributes.push(attribute("dpl.core.data_subject_id", id));
        attributes.push(attribute("dpl.core.data_subject_id_type", kind));
    }
    let is_error = ERRORS.contains(&record.status.as_str());
    let mut span = json!({
        "traceId": record.trace_id,
        "spanId": record.span_id,
        "name": record.action,
        "kind": KIND_SERVER,
        "startTimeUnixNano": nanoseconds(record.started_at),
        "endTimeUnixNano": nanoseconds(record.ended_at),
        "status": { "code": if is_error { STATUS_ERROR } else { STATUS_OK } },
        "attributes": attributes,
    });
    if let Some(parent) = &record.parent_span_id {
        span["parentSpanId"] = json!(parent);
    }
    span
}

fn attribute(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

/// OTLP/JSON writes 64-bit numbers as text.
fn nanoseconds(at: DateTime<Utc>) -> String {
    (i128::from(at.timestamp_micros()) * 1000).to_string()
}

fn kebab_case(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// The record as a decision in the shape of AuthZEN, for a decision log: who may do what to whom, by which
/// policy, for what purpose; denials too.
pub fn decision(stored: &Stored) -> Value {
    let record = &stored.record;
    json!({
        "subject": {
            "type": "account",
            "id": record.account,
            "properties": present(json!({
                "organisation": record.organisation,
                "client": record.client,
                "roles": record.roles,
            })),
        },
        "action": { "name": record.action },
        "resource": resource(record),
        "context": present(json!({
            "time": record.ended_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "policy": record.policy,
            "organisation": record.organisation,
            "purpose": record.purpose,
            "reference": record.reference,
            "trace_id": record.trace_id,
            "span_id": record.span_id,
        })),
        "decision": record.decision == Decision::Permit,
        "response": present(json!({ "reason": record.reason, "categories": record.categories })),
    })
}

/// Whom it is about; an action that is about nobody is about all that there is of its kind.
fn resource(record: &Record) -> Value {
    match &record.subject {
        Some(Subject { kind, id }) => json!({ "type": kind, "id": id }),
        None => json!({ "type": "service", "id": "schakel" }),
    }
}

/// Without what is absent.
fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into()
        }
        value => value,
    }
}

#[cfg(test)]
mod tests;
