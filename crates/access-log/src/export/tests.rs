use chrono::{TimeDelta, TimeZone};
use insta::assert_json_snapshot;

use super::*;
use crate::record::Key;

fn hit() -> Stored {
    let at = Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap();
    Stored {
        key: Key { epoch: 1, tx_id: 7, writer: 1, seq: 1 },
        record: Record {
            started_at: at,
            ended_at: at + TimeDelta::microseconds(2_500),
            trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
            span_id: "b7ad6b7169203331".to_owned(),
            parent_span_id: Some("00f067aa0ba902b7".to_owned()),
            action: "LookUpPerson".to_owned(),
            decision: Decision::Permit,
            reason: None,
            status: "ok".to_owned(),
            policy: "0".to_owned(),
            account: "zsm-1".to_owned(),
            organisation: "om".to_owned(),
            client: Some("zsm-desk".to_owned()),
            roles: vec!["zsm_coordinator".to_owned()],
            purpose: Some("zsm".to_owned()),
            reference: Some("2026-118".to_owned()),
            subject: Some(Subject { kind: "person".to_owned(), id: "pseudonym-1".to_owned() }),
            found: true,
            categories: vec!["contact".to_owned()],
            messages: Vec::new(),
        },
    }
}

fn denial() -> Stored {
    let Stored { key, record } = hit();
    let record = Record {
        parent_span_id: None,
        decision: Decision::Deny,
        reason: Some("no_role".to_owned()),
        status: "refused".to_owned(),
        client: None,
        purpose: None,
        reference: None,
        subject: None,
        found: false,
        categories: Vec::new(),
        ..record
    };
    Stored { key, record }
}

#[test]
fn records_become_spans_of_the_processing_log() {
    assert_json_snapshot!(processing(&[hit(), denial()], "https://register.example.nl/processing/"));
}

#[test]
fn a_refusal_is_no_error_and_an_outage_is() {
    let code = |status: &str| {
        let Stored { key, record } = denial();
        let stored = Stored { key, record: Record { status: status.to_owned(), ..record } };
        let spans = processing(&[stored], "https://register.example.nl");
        spans["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["status"]["code"].as_u64()
    };
    for status in ["ok", "refused", "not_found"] {
        assert_eq!(code(status), Some(1), "{status}");
    }
    assert_eq!(code("unavailable"), Some(2));
}

#[test]
fn a_record_becomes_a_decision() {
    assert_json_snapshot!([decision(&hit()), decision(&denial())]);
}
