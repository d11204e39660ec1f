//! When an answer leaves that tells of nothing: not by how long it took to find that out. What is hidden takes other work
//! than what is not there, and the difference can be measured (NORMS §3: the same in body, size and time; decision 44).

use std::time::Duration;

use schakel_application::Error;
use serde_json::Value;

use crate::doors::Answer;

/// How long after the call such an answer leaves: so long at the least, up to a step more, drawn by lot for each call;
/// one that took longer leaves whole steps later.
#[derive(Clone, Copy, Debug)]
struct Pace {
    least: Duration,
    step: Duration,
}

/// There is no such thing, or none for the caller: nobody waits for that. An idle machine has loaded and decided on a long
/// case by then.
const NOT_FOUND: Pace = Pace { least: Duration::from_millis(5), step: Duration::from_millis(2) };
/// Nobody is known: lookups are asked by systems that wait.
const NOT_KNOWN: Pace = Pace { least: Duration::from_millis(2), step: Duration::from_millis(1) };

/// For how long this outcome is still kept, so long after the call came, if it is; `lot` is drawn for this call alone.
pub fn kept(
    outcome: &Result<Answer<Value>, Error>,
    elapsed: Duration,
    lot: impl FnOnce() -> u64,
) -> Option<Duration> {
    pace_of(outcome).map(|pace| pace.left_after(elapsed, lot()))
}

fn pace_of(outcome: &Result<Answer<Value>, Error>) -> Option<Pace> {
    match outcome {
        Err(Error::NotFound | Error::Hidden { .. }) => Some(NOT_FOUND),
        Ok(answer) if tells_of_nobody(answer) => Some(NOT_KNOWN),
        _ => None,
    }
}

fn tells_of_nobody(answer: &Answer<Value>) -> bool {
    !answer.disclosed.is_empty() && answer.disclosed.iter().all(|disclosure| !disclosure.found)
}

impl Pace {
    fn left_after(self, elapsed: Duration, lot: u64) -> Duration {
        let (step, elapsed) = (nanos(self.step), nanos(elapsed));
        let first = nanos(self.least) + lot % step;
        let late = elapsed.saturating_sub(first).div_ceil(step);
        Duration::from_nanos((first + late * step).saturating_sub(elapsed))
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use schakel_access::Reason;
    use schakel_domain::{CaseId, Category};
    use uuid::Uuid;

    use super::*;
    use crate::doors::DataSubject;

    fn somebody() -> DataSubject {
        DataSubject::Case(CaseId(Uuid::nil()))
    }

    fn paced(outcome: Result<Answer<Value>, Error>) -> bool {
        pace_of(&outcome).is_some()
    }

    #[test]
    fn what_is_hidden_leaves_at_the_pace_of_what_is_not_there_and_an_answer_at_once() {
        let hidden = Error::Hidden { reason: Reason::NotInvolved, version: None };
        assert!(paced(Err(Error::NotFound)) && paced(Err(hidden)));
        assert!(paced(Ok(Answer::of(Value::Null).about(somebody(), &[]))));
        let told = Answer::of(Value::Null).about(somebody(), &[Category::Identity]);
        assert!(!paced(Ok(told.clone())) && !paced(Ok(told.about(somebody(), &[]))));
        assert!(!paced(Ok(Answer::of(Value::Null))) && !paced(Err(Error::KeyReused)));
    }

    proptest! {
        #[test]
        fn whoever_is_quick_leaves_when_the_lot_says_however_quick(lot: u64, one in 0_u64..5_000_000, other in 0_u64..5_000_000) {
            let leaves = |elapsed| elapsed + NOT_FOUND.left_after(elapsed, lot);
            prop_assert_eq!(leaves(Duration::from_nanos(one)), leaves(Duration::from_nanos(other)));
        }

        #[test]
        fn nobody_is_kept_longer_than_the_least_and_a_step(lot: u64, elapsed in 0_u64..1_000_000_000) {
            let elapsed = Duration::from_nanos(elapsed);
            let leaves = elapsed + NOT_KNOWN.left_after(elapsed, lot);
            prop_assert!(leaves >= elapsed && leaves >= NOT_KNOWN.least);
            prop_assert!(leaves < elapsed.max(NOT_KNOWN.least) + NOT_KNOWN.step);
        }
    }
}
