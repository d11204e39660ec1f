//! Two worlds that differ only in what somebody may not see give them the same answers. Thousands of steps
//! are in `tests/long`.

use crate::worlds::{History, Pair};

/// Random histories.
const HISTORIES: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_tell_by_any_answer_that_there_is_more_than_they_may_see() {
    let mut pair = Pair::open().await;
    let ended = pair.agree(0..HISTORIES).await;
    for name in ["WeighCase", "ScheduleCase", "SetPlan", "ListParticipant", "ShareInformation"] {
        assert!(ended.openly.contains_key(name), "{name}: {ended:?}");
    }
    for name in ["StartTrajectory", "RecordCost", "RaiseBottleneck", "AddCaseToBottleneck"] {
        assert!(ended.openly.contains_key(name), "{name}: {ended:?}");
    }
    for name in ["HideCase", "ShareInformation", "RequestInformation", "ListParticipant", "StartTrajectory"] {
        assert!(ended.secretly.contains_key(name), "{name}: {ended:?}");
    }

    let mut seen = History::of(HISTORIES);
    for step in seen.report() {
        assert_eq!(pair.worlds[1].take(&step).await, "done");
    }
    let paid = seen.start_trajectory(0);
    assert_eq!(pair.worlds[1].take(&paid).await, "done");
    let told = pair.differences(&seen).await;
    assert_eq!(told.len(), pair.askers(), "or this sees nothing: {told:?}");
}
