//! Programs that break a promise each: a run that does not catch them proves nothing.

use std::fs;
use std::path::PathBuf;

use crate::checker::Invariant;
use crate::house::PROGRAM;
use crate::stand::sabotaged;
use crate::strike::Fault;

/// A promise that is broken, under which fault it shows, and what must be found then.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// What `schakel-sabotaged` finds in `SABOTAGE`.
    pub sabotage: &'static str,
    pub fault: Fault,
    pub breaks: Invariant,
}

const fn control(sabotage: &'static str, fault: Fault, breaks: Invariant) -> Control {
    Control { sabotage, fault, breaks }
}

/// One for each invariant at the least.
pub const CONTROLS: [Control; 11] = [
    control("reply-before-commit", Fault::ServerKilled, Invariant::Kept),
    control("half-a-command", Fault::DoorsCut, Invariant::AllOrNothing),
    control("gap", Fault::DoorsCut, Invariant::NoGaps),
    control("forgotten-key", Fault::KilledBeforeReply, Invariant::OneEffect),
    control("skipped-event", Fault::ServerKilled, Invariant::Rebuilt),
    control("unawaited-record", Fault::DatabaseCut, Invariant::Recorded),
    control("stopped-is-unknown", Fault::ReadModelPoisoned, Invariant::NeverUnknown),
    control("kept-key", Fault::Restored, Invariant::StaysErased),
    control("slow-return", Fault::DatabaseCut, Invariant::BackSoon),
    control("endless-patience", Fault::DatabaseSilent, Invariant::BackSoon),
    control("blames-itself", Fault::DatabaseCut, Invariant::NoFault),
];

#[test]
fn every_promise_is_broken_by_one_of_them() {
    for invariant in Invariant::ALL {
        assert!(CONTROLS.iter().any(|control| control.breaks == invariant), "{invariant}");
    }
}

#[test]
fn they_are_in_their_own_program_and_not_in_the_one_that_is_delivered() {
    let has = |program: &[u8], text: &str| program.windows(text.len()).any(|at| at == text.as_bytes());
    let [delivered, sabotaged] = [PROGRAM.into(), sabotaged()].map(|path: PathBuf| fs::read(path).unwrap());
    assert!(has(&sabotaged, "SABOTAGE") && !has(&delivered, "SABOTAGE"));
}
