//! What is in `deploy/` beside the back-ups: the daily look at the log of who saw what, and that what is watched is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use sqlx::Executor;

use crate::actors::director;
use crate::doors::Door;
use crate::house::House;
use crate::stages::{Stage, bsn};

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_cut_shorter_is_found_by_the_heads_of_the_day_before() {
    let house = House::open().await;
    Stage { house: &house, door: Door::Rest }.reported(&bsn(0)).await;
    house.done(Door::Rest, &director(), "ListCases", json!({})).await;
    let folder = tempfile::tempdir().unwrap();
    let [heads, metrics] =
        ["heads", "schakel.prom"].map(|name| folder.path().join(name).display().to_string());
    let verify = async || {
        let mut command = house.script("audit/verify.sh", &[&heads, &metrics]);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        (output.status.success(), fs::read_to_string(&metrics).unwrap_or_default())
    };
    for day in 1..=2 {
        let (succeeded, told) = verify().await;
        assert!(succeeded && told.starts_with("schakel_audit_whole 1\n"), "{told}");
        assert_eq!(fs::read_dir(&heads).unwrap().count(), day);
    }
    // Somebody who may do everything in the database takes all records away, and the heads with them.
    let mut work = house.pool().begin().await.unwrap();
    for table in ["record", "message", "head"] {
        work.execute(format!("alter table access_log.{table} disable trigger user").as_str()).await.unwrap();
    }
    work.execute(
        "delete from access_log.message; delete from access_log.record;
         update access_log.head set seq = 0, mac = ''",
    )
    .await
    .unwrap();
    work.commit().await.unwrap();
    let (succeeded, told) = verify().await;
    assert!(!succeeded && told.starts_with("schakel_audit_whole 0\n"), "{told}");
    assert_eq!(fs::read_dir(&heads).unwrap().count(), 2, "no heads are taken of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wakes_somebody_when_it_first_happens_is_told_before() {
    let metrics = House::open().await.metrics().await;
    let reasons = ["busy", "unavailable", "late", "ended", "unwritable"]
        .map(|reason| format!("access_log_unrecorded_total{{reason=\"{reason}\"}} 0"));
    for line in reasons.iter().map(String::as_str).chain(["lookup_enumeration_suspected_total 0"]) {
        assert!(metrics.lines().any(|told| told == line), "{line}\n{metrics}");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What the scripts of `deploy/` and others tell, beside the service.
const BESIDE: [&str; 3] =
    ["schakel_audit_whole", "schakel_audit_verified_timestamp_seconds", "kube_job_status_failed"];

#[test]
fn every_metric_that_is_watched_is_told() {
    let told: BTreeSet<_> = sources().iter().flat_map(|source| metrics_of(source)).collect();
    assert!(told.contains("projection_lag_events") && told.len() > 15, "{told:?}");
    for file in ["deploy/monitoring/alerts.yml", "deploy/monitoring/dashboard.json"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let watched: BTreeSet<_> =
            words(&text).filter(|word| looks_like_a_metric(word)).map(without_suffix).collect();
        assert!(watched.len() > 8, "{file}: {watched:?}");
        for name in watched {
            assert!(
                told.contains(name) || BESIDE.contains(&name),
                "{file} watches {name}, which nobody tells"
            );
        }
    }
    let alerts = fs::read_to_string(root().join("deploy/monitoring/alerts.yml")).unwrap();
    for urgent in [
        "access_log_writing",
        "access_log_unrecorded_total",
        "projection_stopped",
        "projection_stalled",
        "journal_horizon_age_seconds",
        "work_overdue_cases",
        "sweep_finished_timestamp_seconds",
        "tls_certificate_not_after_timestamp_seconds",
        "issuer_keys_read_timestamp_seconds",
        "schakel_audit_whole",
    ] {
        assert!(alerts.contains(urgent), "nobody is woken for {urgent}");
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

/// The first words of what the service measures.
fn looks_like_a_metric(word: &str) -> bool {
    let families = [
        "access_log_",
        "grpc_re",
        "http_re",
        "issuer_",
        "journal_",
        "lookup_",
        "projection_",
        "schakel_audit_",
        "sweep_",
        "tls_c",
        "work_overdue",
    ];
    families.iter().any(|family| word.starts_with(family)) && word.contains('_')
}

/// A histogram is asked by its parts.
fn without_suffix(word: &str) -> &str {
    ["_bucket", "_sum", "_count"].iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word)
}

/// The names in `counter!("…")` and its like.
fn metrics_of(source: &str) -> Vec<String> {
    let calls = ["counter!(\"", "gauge!(\"", "histogram!(\""];
    let found = calls.iter().flat_map(|call| source.split(call).skip(1));
    found.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn sources() -> Vec<String> {
    let mut sources = Vec::new();
    for folder in ["crates", "services"] {
        collect(&root().join(folder), &mut sources);
    }
    sources
}

fn collect(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(fs::read_to_string(path).unwrap());
        }
    }
}
