//! HANDBOOK §8: the advice for ZSM.

use schakel_domain::case::*;

use crate::fixtures::*;
use crate::scene::given;

#[test]
fn an_advice_is_made_in_any_meeting_that_registers_here() {
    for history in [
        weighed_and_told(Decision::ScheduleFocus),
        on_agenda(),
        vec![reported(), scheduled_on("group_approach")],
        back_with_plan(),
        with_plan(),
        monitored(),
        and(monitored(), [escalated()]),
    ] {
        let case = given(history).when(set_advice()).then([advice_set(1)]);
        assert!(file(&case).zsm_advice.current.is_some());
    }
}

#[test]
fn a_case_that_was_not_discussed_has_no_advice() {
    given([reported()]).when(set_advice()).refused(Refusal::NotYetDiscussed);
    given([]).when(set_advice()).refused(Refusal::CaseUnknown);
    given(closed_with_results()).when(set_advice()).refused(Refusal::CaseClosed);
}

#[test]
fn an_advice_names_a_measure() {
    let advice = advice_without_measures();
    given(monitored()).when(SetZsmAdvice { advice }).refused(Refusal::MeasuresMissing);
}

#[test]
fn each_advice_has_a_version() {
    let case = given(and(monitored(), [advice_set(1)])).when(set_advice()).then([advice_set(2)]);
    assert_eq!(file(&case).zsm_advice.versions, 2);
}

#[test]
fn an_advice_is_withdrawn() {
    let withdrawn = advice_withdrawn(1, WithdrawalCause::Decided);
    let case = given(and(monitored(), [advice_set(1)])).when(WithdrawZsmAdvice).then([withdrawn.clone()]);
    assert_eq!(file(&case).zsm_advice.current, None);
    given(and(monitored(), [advice_set(1), withdrawn.clone()]))
        .when(WithdrawZsmAdvice)
        .refused(Refusal::NoZsmAdvice);
    given(monitored()).when(WithdrawZsmAdvice).refused(Refusal::NoZsmAdvice);
    given(and(monitored(), [advice_set(1), withdrawn])).when(set_advice()).then([advice_set(2)]);
}

#[test]
fn the_advice_stays_when_the_plan_is_adjusted() {
    let case = given(and(back_with_plan(), [advice_set(1)])).when(set_plan()).accepted();
    assert!(file(&case).zsm_advice.current.is_some());
}

#[test]
fn every_kind_of_closing_withdraws_the_advice() {
    let withdrawn = || advice_withdrawn(1, WithdrawalCause::CaseClosed);
    let advised = |history: Vec<Event>| given(and(history, [advice_set(1)]));

    let ends = [
        advised(weighed_and_told(already_in_hand()))
            .when(close_after_weighing(None))
            .then([withdrawn(), closed(ClosingGround::NoFollowUp)]),
        advised(on_agenda()).when(close_without_plan()).then([withdrawn(), closed(no_plan_needed())]),
        advised(and(monitored(), [judged()])).when(CloseCase).then([withdrawn(), closed(direction_ended())]),
    ];
    for case in ends {
        assert_eq!(file(&case).zsm_advice.current, None);
    }
}

#[test]
fn an_advice_that_was_withdrawn_before_is_not_withdrawn_by_closing() {
    let history = and(monitored(), [advice_set(1), advice_withdrawn(1, WithdrawalCause::Decided), judged()]);
    given(history).when(CloseCase).then([closed(direction_ended())]);
}
