//! What must hold after every attack.

use crate::house::{House, eventually};

/// In every text that an attack sends in; it must not come back in a refusal, nor stand in the log.
pub const MARKER: &str = "Zwartekunstenaar";

/// Settings under which nobody is held up for asking much.
pub const BUSY: &[(&str, &str)] =
    &[("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000"), ("LOG", "debug")];

/// The service is ready, did not panic, and logged nothing of what was sent.
pub async fn assert_well(house: &House) {
    let ready = house.url("/v1/health/ready");
    eventually("the service to be ready", async || {
        house.http().get(&ready).send().await.is_ok_and(|answer| answer.status() == 200)
    })
    .await;
    let log = house.log();
    let panics: Vec<_> = log.lines().filter(|line| line.contains("\"panic\"")).collect();
    assert!(panics.is_empty(), "{panics:?}");
    assert!(!log.contains(MARKER), "{:?}", log.lines().find(|line| line.contains(MARKER)));
}

/// So many rounds: `SECURITY_ROUNDS`, or the usual number.
pub fn rounds(usual: usize) -> usize {
    std::env::var("SECURITY_ROUNDS").map_or(usual, |rounds| rounds.parse().unwrap())
}
