//! HANDBOOK §7: what no single case can solve, put before the steering group with the cases behind it.

use schakel_domain::bottleneck::*;
use schakel_domain::region::BottleneckThemeCode;

use crate::fixtures::{TODAY, case_id, day, meeting_type_code, sealed, text};
use crate::scene::{Decides, Given, given_bottleneck};
use crate::shielding::SHIELDED;

pub fn raise_bottleneck() -> RaiseBottleneck {
    RaiseBottleneck {
        theme: BottleneckThemeCode::new("care_without_papers"),
        description: text("Geen zorg voor wie geen papieren heeft"),
        from_meeting_type: Some(meeting_type_code("top60")),
    }
}

pub fn raised() -> Event {
    Event::BottleneckRaised {
        on: day(TODAY),
        theme: BottleneckThemeCode::new("care_without_papers"),
        description: sealed("Geen zorg voor wie geen papieren heeft"),
        from_meeting_type: Some(meeting_type_code("top60")),
    }
}

pub fn add(number: u128) -> AddCaseToBottleneck {
    AddCaseToBottleneck { case: case_id(number) }
}

pub fn added(number: u128) -> Event {
    Event::CaseAdded { case: case_id(number) }
}

pub fn put_before() -> Event {
    Event::PutBeforeSteeringGroup { on: day(TODAY) }
}

pub fn settle() -> SettleBottleneck {
    SettleBottleneck { outcome: text("Er komt een fonds voor") }
}

pub fn settled() -> Event {
    Event::BottleneckSettled { on: day(TODAY), outcome: sealed("Er komt een fonds voor") }
}

pub fn drop_it() -> DropBottleneck {
    DropBottleneck { reason: text("De wet is gewijzigd") }
}

pub fn dropped() -> Event {
    Event::BottleneckDropped { on: day(TODAY), reason: sealed("De wet is gewijzigd") }
}

fn given(events: impl IntoIterator<Item = Event>) -> Given<Bottleneck> {
    given_bottleneck(events).naming_case(true)
}

#[test]
fn a_bottleneck_is_raised_and_gathers_cases_each_of_which_counts_once() {
    let bottleneck = given([]).when(raise_bottleneck()).then([raised()]);
    assert_eq!(bottleneck.known().unwrap().phase.state(), BottleneckState::Gathered);
    let bottleneck = given([raised(), added(1)]).when(add(2)).then([added(2)]);
    assert_eq!(bottleneck.known().unwrap().cases, [case_id(1), case_id(2)].into());
    given([raised(), added(1)]).when(add(1)).refused(Refusal::CaseAlreadyCounted);
}

#[test]
fn a_kind_of_meeting_gives_signals_for_policy_unless_it_is_shielded() {
    let from = |code: Option<&str>| {
        let from_meeting_type = code.map(meeting_type_code);
        given([]).when(RaiseBottleneck { from_meeting_type, ..raise_bottleneck() })
    };
    let signal = from(Some("top60")).accepted();
    assert_eq!(signal.known().unwrap().from_meeting_type, Some(meeting_type_code("top60")));
    from(None).accepted();
    from(Some("seance")).refused(Refusal::MeetingTypeUnknown);
    from(Some(SHIELDED)).refused(Refusal::MeetingTypeUnknown);
}

#[test]
fn a_case_counts_when_it_is_closed_too_and_not_when_it_cannot_be_named() {
    given_bottleneck([raised()]).naming_case(false).when(add(1)).then([added(1)]);
    given_bottleneck([raised()]).when(add(1)).refused(Refusal::CaseToCountUnknown);
    // Not even that it was counted is told.
    given_bottleneck([raised(), added(1)]).when(add(1)).refused(Refusal::CaseToCountUnknown);
}

#[test]
fn the_steering_group_settles_what_was_put_before_it_and_cases_still_come_in() {
    given([raised()]).when(settle()).refused(Refusal::NotBeforeSteeringGroup);
    let bottleneck = given([raised()]).when(PutBeforeSteeringGroup).then([put_before()]);
    assert_eq!(bottleneck.known().unwrap().put_on, Some(day(TODAY)));
    given([raised(), put_before()]).when(add(3)).then([added(3)]);
    given([raised(), put_before()]).when(PutBeforeSteeringGroup).refused(Refusal::AlreadyBeforeSteeringGroup);
    let bottleneck = given([raised(), put_before()]).when(settle()).then([settled()]);
    assert_eq!(bottleneck.known().unwrap().phase.state(), BottleneckState::Settled);
}

#[test]
fn a_bottleneck_is_dropped_before_or_after_the_steering_group_saw_it() {
    for history in [vec![raised()], vec![raised(), put_before()]] {
        let bottleneck = given(history).when(drop_it()).then([dropped()]);
        assert_eq!(bottleneck.known().unwrap().phase.state(), BottleneckState::Dropped);
    }
}

/// Every command in every state: what follows, or why nothing does.
#[test]
fn nothing_happens_to_a_bottleneck_that_has_ended_and_all_else_as_in_this_table() {
    use Refusal::*;
    let commands = || {
        [
            Command::from(raise_bottleneck()),
            add(9).into(),
            PutBeforeSteeringGroup.into(),
            settle().into(),
            drop_it().into(),
        ]
    };
    let unraised = [
        Ok("BottleneckRaised"),
        Err(BottleneckUnknown),
        Err(BottleneckUnknown),
        Err(BottleneckUnknown),
        Err(BottleneckUnknown),
    ];
    let gathered = [
        Err(BottleneckAlreadyRaised),
        Ok("CaseAdded"),
        Ok("PutBeforeSteeringGroup"),
        Err(NotBeforeSteeringGroup),
        Ok("BottleneckDropped"),
    ];
    let before_it = [
        Err(BottleneckAlreadyRaised),
        Ok("CaseAdded"),
        Err(AlreadyBeforeSteeringGroup),
        Ok("BottleneckSettled"),
        Ok("BottleneckDropped"),
    ];
    let ended = [
        Err(BottleneckAlreadyRaised),
        Err(BottleneckEnded),
        Err(BottleneckEnded),
        Err(BottleneckEnded),
        Err(BottleneckEnded),
    ];
    let table = [
        (vec![], unraised),
        (vec![raised(), added(1)], gathered),
        (vec![raised(), put_before()], before_it),
        (vec![raised(), put_before(), settled()], ended),
        (vec![raised(), dropped()], ended),
    ];
    for (history, expected) in table {
        for (command, expected) in commands().into_iter().zip(expected) {
            let Given { state, context } = given(history.clone());
            let outcome = state.decide(command, &context).map(|events| events[0].kind().name);
            assert_eq!(outcome, expected, "{history:?}");
        }
    }
}
