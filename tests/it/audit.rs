//! The access log as operators see it: verified, its heads kept elsewhere, exported.

use std::fs;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta};
use schakel::assembly::chain_key;
use schakel_access_log::{AccessLog, Decision, Record, Subject};
use schakel_connections::Pool;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::house::{House, eventually};

/// Records as the service would write them, by a writer of their own, an hour apart from midnight on.
async fn record(house: &House, many: u32) {
    let vault = house.vault();
    let service = Pool::lazy(house.setting("DATABASE_URL").parse().unwrap(), 1);
    let (log, writer) = AccessLog::open(service, chain_key(&vault));
    let shutdown = CancellationToken::new();
    let written = async {
        log.record((0..many).map(lookup).collect()).await.unwrap();
        shutdown.cancel();
    };
    tokio::join!(writer.run(shutdown.clone()), written);
}

fn lookup(hour: u32) -> Record {
    let at = DateTime::from_str("2031-05-01T00:00:00Z").unwrap() + TimeDelta::hours(hour.into());
    Record {
        started_at: at,
        ended_at: at,
        trace_id: format!("{:032x}", hour + 1),
        span_id: format!("{:016x}", hour + 1),
        parent_span_id: None,
        action: "LookUpPerson".to_owned(),
        decision: Decision::Permit,
        reason: None,
        status: "ok".to_owned(),
        policy: "0".to_owned(),
        account: "zsm-9".to_owned(),
        organisation: "om".to_owned(),
        client: None,
        roles: vec!["zsm_coordinator".to_owned()],
        purpose: Some("zsm".to_owned()),
        reference: None,
        subject: Some(Subject { kind: "person".to_owned(), id: "pseudonym-1".to_owned() }),
        found: true,
        categories: Vec::new(),
        messages: Vec::new(),
    }
}

async fn tamper(house: &House, change: &str) {
    let statements = format!(
        "alter table access_log.record disable trigger all; alter table access_log.head disable trigger all; {change}"
    );
    sqlx::raw_sql(&statements).execute(house.pool()).await.unwrap();
}

/// Whether a command succeeded, and what it said.
async fn audit(house: &House, arguments: &[&str]) -> (bool, String) {
    let output = house.run(&[&["audit"], arguments].concat()).await;
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_did_to_the_access_log_is_said_by_record_and_is_a_failure() {
    let house = House::open().await;
    record(&house, 3).await;
    let (whole, said) = audit(&house, &["verify"]).await;
    assert!(whole && said.ends_with(" writers: whole\n"), "{said}");
    let (done, heads) = audit(&house, &["heads"]).await;
    assert!(done, "{heads}");
    let folder = tempfile::tempdir().unwrap();
    let anchors = folder.path().join("anchors");
    fs::write(&anchors, &heads).unwrap();
    let anchored = ["verify", "--anchors", anchors.to_str().unwrap()];
    assert!(audit(&house, &anchored).await.0);
    let (found, of_account) =
        ("select writer from access_log.record where account = 'zsm-9'", "account = 'zsm-9'");
    let writer = house.count(&format!("select ({found} limit 1)::bigint")).await;
    tamper(
        &house,
        &format!(
            "delete from access_log.record where {of_account} and seq = 3;
             update access_log.head set seq = 2, mac = record.mac from access_log.record
             where head.writer = record.writer and record.{of_account} and record.seq = 2"
        ),
    )
    .await;
    assert!(audit(&house, &["verify"]).await.0, "from inside it looks whole");
    let (whole, said) = audit(&house, &anchored).await;
    assert_eq!((whole, said), (false, format!("writer {writer}, record 3: not there\n")));
    tamper(&house, &format!("update access_log.record set purpose = 'other' where {of_account} and seq = 2"))
        .await;
    let (whole, said) = audit(&house, &["verify"]).await;
    assert_eq!((whole, said), (false, format!("writer {writer}, record 2: not what was written\n")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anchor_that_is_none_is_named_by_its_line() {
    let house = House::open().await;
    let folder = tempfile::tempdir().unwrap();
    let anchors = folder.path().join("anchors");
    fs::write(&anchors, "\ngeheim\n").unwrap();
    let output = house.run(&["audit", "verify", "--anchors", anchors.to_str().unwrap()]).await;
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "schakel: line 2 of the anchors is no head: it must be `writer seq mac`\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_log_is_exported_in_both_forms_for_a_period() {
    let house = House::open().await;
    record(&house, 600).await;
    let period = ["--from", "2031-05-02", "--until", "2031-05-03"];
    // Whoever writes anywhere in the server holds back what is told.
    eventually("the records to be told", async || {
        let (done, said) = audit(&house, &[&["export", "--form", "decisions"][..], &period].concat()).await;
        let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        done && lines.len() == 24 && lines.iter().all(|line| line["action"]["name"] == "LookUpPerson")
    })
    .await;
    let everything = ["export", "--form", "processing", "--from", "2031-05-01"];
    let (done, said) = audit(&house, &everything).await;
    assert!(done);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let spans =
        lines.iter().map(|line| line["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().len());
    assert_eq!(spans.sum::<usize>(), 600);
    assert!(said.contains("https://schakel.example.nl/processing-activities/look-up-person"));
}
