//! Two worlds that differ only in what somebody may not see, over many random histories.

use std::time::Instant;

use crate::worlds::{Ended, Pair};

/// Random histories, after those of every day.
const HISTORIES: std::ops::Range<usize> = 100..1_100;
/// Histories in the same two worlds: lists are asked for by the page.
const AT_ONCE: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_tell_over_thousands_of_steps_that_there_is_more_than_they_may_see() {
    let begun = Instant::now();
    let mut ended = Ended::default();
    for first in HISTORIES.step_by(AT_ONCE) {
        ended += Pair::open().await.agree(first..first + AT_ONCE).await;
        println!("histories up to {} after {:.0?}", first + AT_ONCE, begun.elapsed());
    }
    println!("{ended:?}");
    for name in ["EndSignature", "SignCovenant", "AmendAnnex"] {
        assert!(ended.openly.contains_key(name), "{name}");
    }
}
