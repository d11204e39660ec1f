//! The REST contract against the running service, by schemathesis: with all its checks, each operation as somebody who may.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use schakel::assembly::region;
use schakel::doors::Spec;
use schakel::operations::operations;
use schakel_access::Role;
use schakel_domain::code::Code as _;
use serde_json::{Value, json};

use crate::actors::{Actor, reporter};
use crate::doors::Door;
use crate::house::{House, PROGRAM};
use crate::stages::{Stage, bsn};
use crate::survives::{BUSY, assert_well, rounds};

/// What may come of a request that fits the contract, beside success: it may be refused for what it asks, or because it
/// breaks a rule that no schema says, which a check of our own looks at.
const CONFIGURATION: &str = "[checks]\npositive_data_acceptance.expected-statuses = [\"2xx\", 400, 401, 403, 404, 409, 412, 422, 503]\n\
     not_a_server_error.expected-statuses = [\"2xx\", \"3xx\", \"4xx\", 503]\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The codes of the region that everybody knows, by the format that stands for them in the contract.
fn codes(house: &House) -> Value {
    // A shielded kind of meeting is an unknown code to whoever is not cleared.
    let region = region(&house.config().region_file).unwrap().without_shielded();
    json!({
        "meeting-type": region.meeting_types.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "municipality": region.municipalities.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "subregion": region.subregions.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "criterion": region.criteria.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "theme": region.themes.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "other-house": region.other_houses.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "budget-source": region.budget_sources.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "bottleneck-theme": region.bottleneck_themes.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "organisation": ["politie", "fivoor", "veiligheidshuis"],
        "bsn": [bsn(0), bsn(1), bsn(2)],
    })
}

/// The contract, the codes and the configuration, in a folder from which schemathesis runs.
fn prepare(house: &House) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let printed = Command::new(PROGRAM).arg("openapi").output().unwrap();
    fs::write(folder.path().join("openapi.json"), printed.stdout).unwrap();
    fs::write(folder.path().join("codes.json"), codes(house).to_string()).unwrap();
    fs::write(folder.path().join("schemathesis.toml"), CONFIGURATION).unwrap();
    folder
}

/// As whom, and which operations in which way.
struct Run {
    actor: Actor,
    operations: Vec<String>,
    phases: &'static str,
}

/// Every operation as somebody who may; and all of them, shortly, as somebody who may do little.
fn runs() -> Vec<Run> {
    let mut left: Vec<_> = operations().into_iter().map(|entry| entry.spec).collect();
    let mut runs = Vec::new();
    for role in Role::ALL {
        let (theirs, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|spec| spec.action.roles().contains(role));
        left = others;
        let theirs: Vec<_> = theirs.iter().map(Spec::operation_id).collect();
        if !theirs.is_empty() {
            runs.push(Run {
                actor: Actor::with(*role),
                operations: theirs,
                phases: "examples,coverage,fuzzing",
            });
        }
    }
    assert!(left.is_empty(), "nobody may do these");
    runs.push(Run { actor: reporter(), operations: Vec::new(), phases: "examples" });
    runs
}

fn schemathesis(house: &House, folder: &Path, run: &Run) -> Command {
    let program = root().join("target/tools/venv/bin/schemathesis");
    assert!(program.exists(), "schemathesis is not there: scripts/tools.sh installs it");
    let mut command = Command::new(program);
    command.current_dir(folder).env("REGION_CODES", "codes.json");
    command.env("SCHEMATHESIS_HOOKS", "schemathesis_hooks").env("PYTHONPATH", root().join("tests/security"));
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.args(["run", "openapi.json", "--url", &house.url("/v1"), "--no-color", "--continue-on-failure"]);
    command.args(["--checks", "all", "--phases", run.phases, "--workers", "1", "--warnings", "off"]);
    command.args(["--max-examples", &rounds(3).to_string(), "--generation-database", "none"]);
    command.args(["--header", &format!("Authorization: Bearer {}", house.token(&run.actor))]);
    command.args(run.operations.iter().flat_map(|id| ["--include-operation-id", id]));
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_as_the_contract_says_to_whoever_asks() {
    let house = House::open_with(BUSY).await;
    let stage = Stage { house: &house, door: Door::Rest };
    stage.planned(&bsn(0)).await;
    stage.closed(&bsn(1)).await;
    let folder = prepare(&house);
    let (runs, mut requests) = (runs(), 0);
    for run in &runs {
        let mut command = schemathesis(&house, folder.path(), run);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "as {}: {said}{complained}", run.actor.account);
        requests += generated(&said);
    }
    assert_well(&house).await;
    assert!(requests > 5000, "only {requests} requests");
    println!("= {requests} requests as {} people: all as the contract says", runs.len());
}

/// How many requests were made, as the summary says.
fn generated(said: &str) -> usize {
    let line = said.lines().find(|line| line.contains(" generated")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
