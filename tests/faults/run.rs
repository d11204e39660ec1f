//! A run: so many rounds of each fault, then the negative controls, then one table.

use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::checker::{Findings, check};
use crate::controls::{CONTROLS, Control};
use crate::small_disk::{SMALL_DISK, again};
use crate::stand::{Parts, Stand, open};
use crate::strike::{Fault, strike};

/// How many answers there are before something fails, and after.
const ANSWERS: usize = 30;
const RUN: &str = "run::whatever_fails_the_promises_hold_and_one_that_is_broken_is_caught";
/// Size of the disk that is filled, in MiB.
const DISK: usize = 384;
/// In how many rounds a promise that is broken must be caught.
const CAUGHT_WITHIN: usize = 8;

/// After so many rounds another House is opened: each round looks at all that one has, and takes longer the more that is.
const ROUNDS_OF_A_HOUSE: usize = 8;

/// How long it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Profile {
    /// In `make test`.
    Smoke,
    /// `make faults`.
    Usual,
    /// `make faults-long`.
    Long,
}

impl Profile {
    fn chosen() -> Self {
        match std::env::var("FAULTS").as_deref() {
            Ok("smoke") => Self::Smoke,
            Ok("usual") | Err(_) => Self::Usual,
            Ok("long") => Self::Long,
            Ok(other) => panic!("FAULTS is {other}, and must be smoke, usual or long"),
        }
    }

    fn rounds(self, fault: Fault) -> usize {
        let usual = match fault {
            Fault::ServerKilled
            | Fault::KilledBeforeReply
            | Fault::BackendsKilled
            | Fault::PostgresKilled => 16,
            Fault::Restored | Fault::RollingRestart | Fault::FailedOver | Fault::DiskFull => 4,
            _ => 8,
        };
        let is_like_another = matches!(
            fault,
            Fault::PostgresRestarted | Fault::DatabaseSlow | Fault::KeysSilent | Fault::RollingRestart
        );
        match self {
            Self::Smoke => usize::from(!is_like_another),
            Self::Usual => usual,
            Self::Long => usual * 12,
        }
    }
}

/// What came of one fault.
struct Trials {
    fault: Fault,
    rounds: usize,
    calls: usize,
    unknown: usize,
    slowest: Duration,
    took: Duration,
    findings: Vec<(usize, Findings)>,
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_the_promises_hold_and_one_that_is_broken_is_caught() {
    if std::env::var_os(SMALL_DISK).is_none() {
        return in_a_name_space_of_its_own().await;
    }
    let profile = Profile::chosen();
    let seed = seed(profile);
    println!("profile {profile:?}, FAULTS_SEED={seed}");
    let chosen = std::env::var("FAULTS_ONLY").ok();
    let is_chosen = |name: String| chosen.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let mut trials = Vec::new();
    for fault in Fault::ALL.into_iter().filter(|fault| is_chosen(format!("{fault:?}"))) {
        match profile.rounds(fault) {
            0 => continue,
            rounds => trials.push(suffer(fault, rounds, seed).await),
        }
        println!("{}", row(trials.last().unwrap()));
    }
    let mut controls = Vec::new();
    for control in CONTROLS.into_iter().filter(|control| is_chosen(control.sabotage.to_owned())) {
        controls.push((control, caught_in(control, seed).await));
        println!("{}", control_row(controls.last().unwrap()));
    }
    println!("{}", table(&trials, &controls));
    let broken = trials.iter().filter(|trials| !trials.findings.is_empty()).count();
    assert_eq!(broken, 0, "promises were broken; FAULTS_SEED={seed}");
    let missed: Vec<_> = controls.iter().filter(|(_, caught)| caught.is_none()).collect();
    assert!(missed.is_empty(), "broken promises were not caught: {missed:?}; FAULTS_SEED={seed}");
}

/// Where a disk is mounted that can be filled, and nobody else sees it.
async fn in_a_name_space_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = again(RUN, folder.path(), DISK);
    let status = tokio::task::spawn_blocking(move || run.status().unwrap()).await.unwrap();
    assert!(status.success(), "in a name space of its own");
}

/// In `make test` it is always the same one.
fn seed(profile: Profile) -> u64 {
    match std::env::var("FAULTS_SEED") {
        Ok(seed) => seed.parse().expect("FAULTS_SEED is a number"),
        Err(_) if profile == Profile::Smoke => 1,
        Err(_) => RandomState::new().hash_one(0_u8) % 1_000_000,
    }
}

async fn suffer(fault: Fault, rounds: usize, seed: u64) -> Trials {
    let began = Instant::now();
    let mut trials = Trials {
        fault,
        rounds,
        calls: 0,
        unknown: 0,
        slowest: Duration::ZERO,
        took: Duration::ZERO,
        findings: Vec::new(),
    };
    for first in (1..=rounds).step_by(ROUNDS_OF_A_HOUSE) {
        let last = rounds.min(first + ROUNDS_OF_A_HOUSE - 1);
        suffer_in_a_house(&mut trials, first..=last, seed + first as u64 - 1).await;
    }
    trials.took = began.elapsed();
    trials
}

async fn suffer_in_a_house(trials: &mut Trials, rounds: RangeInclusive<usize>, seed: u64) {
    let fault = trials.fault;
    let (stand, mut parts) = open(fault.plan(), None, &format!("{fault:?}-{seed}"), seed).await;
    for number in rounds {
        let found = round(fault, &stand, &mut parts).await;
        // Told of its own round alone.
        let mut history = stand.load.history();
        history.broken.clear();
        trials.slowest = history.recoveries.drain(..).fold(trials.slowest, Duration::max);
        drop(history);
        if !found.is_empty() {
            println!("{fault:?}, round {number}: {found:#?}\n{}", last_words(&stand));
            trials.findings.push((number, found));
        }
    }
    let (calls, unknown) = stand.load.history().attempts();
    trials.calls += calls;
    trials.unknown += unknown;
}

/// Load, fault, healing, and what must hold afterwards.
async fn round(fault: Fault, stand: &Stand, parts: &mut Parts) -> Findings {
    let Stand { house, load } = stand;
    let stop = CancellationToken::new();
    let failing = async {
        let mut is_well = load.gets_answers(ANSWERS).await;
        if is_well && !fault.is_for_quiet_times() {
            let healed = strike(fault, house, load, parts).await;
            is_well = load.until_answered(house, healed).await && load.gets_answers(ANSWERS).await;
        }
        stop.cancel();
        is_well
    };
    let ((), is_well) = tokio::join!(load.go_on(house, &stop), failing);
    if is_well {
        load.settle(house).await;
    }
    if fault.is_for_quiet_times() {
        let healed = strike(fault, house, load, parts).await;
        load.until_answered(house, healed).await;
    }
    let evidence = stand.evidence().await;
    check(&load.history(), &evidence)
}

/// In which round a program that breaks this promise was caught.
async fn caught_in(control: Control, seed: u64) -> Option<usize> {
    let Control { sabotage, fault, breaks } = control;
    let (stand, mut parts) = open(fault.plan(), Some(sabotage), &format!("{sabotage}-{seed}"), seed).await;
    for number in 1..=CAUGHT_WITHIN {
        if round(fault, &stand, &mut parts).await.contains_key(&breaks) {
            return Some(number);
        }
    }
    None
}

fn last_words(stand: &Stand) -> String {
    let log = stand.house.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("WARN") || line.contains("ERROR")).collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

fn row(trials: &Trials) -> String {
    let Trials { fault, rounds, calls, unknown, slowest, took, findings } = trials;
    format!(
        "| {} | {rounds} | {calls} | {unknown} | {} | {:.1} s | {:.0} s |",
        fault.name(),
        findings.len(),
        slowest.as_secs_f64(),
        took.as_secs_f64()
    )
}

fn control_row((control, caught): &(Control, Option<usize>)) -> String {
    let caught = caught.map_or("NOT CAUGHT".to_owned(), |round| format!("caught in round {round}"));
    format!("| {} | {} | {} | {caught} |", control.sabotage, control.fault.name(), control.breaks)
}

fn table(trials: &[Trials], controls: &[(Control, Option<usize>)]) -> String {
    let mut table = String::from(
        "\n| fault | trials | calls | without an answer | trials with a broken promise | slowest return | took |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for trials in trials {
        writeln!(table, "{}", row(trials)).unwrap();
    }
    table.push_str("\n| negative control | under | breaks | |\n|---|---|---|---|\n");
    for control in controls {
        writeln!(table, "{}", control_row(control)).unwrap();
    }
    table
}
