//! HANDBOOK §5: closing, and the feedback that comes before it (§3).

use schakel_domain::case::*;

use crate::fixtures::*;
use crate::scene::given;

// With results

#[test]
fn the_case_holder_judges_the_five_results() {
    for history in [with_plan(), monitored()] {
        let case = given(history).by(CASE_HOLDER).when(judge()).then([judged()]);
        assert_eq!(direction(&case).results, Some(results()));
    }
}

#[test]
fn nobody_but_the_case_holder_judges() {
    for account in [PROCESS_DIRECTOR, "reporter", SUCCESSOR, "chair"] {
        given(monitored()).by(account).when(judge()).refused(Refusal::NotTheCaseHolder);
    }
    let replaced = || and(monitored(), [case_holder_replaced()]);
    given(replaced()).by(CASE_HOLDER).when(judge()).refused(Refusal::NotTheCaseHolder);
    given(replaced()).by(SUCCESSOR).when(judge()).accepted();
}

#[test]
fn another_case_holder_comes_to_their_own_judgement() {
    for history in [with_plan(), monitored()] {
        let case = given(and(history.clone(), [judged()])).when(replace_case_holder()).accepted();
        assert_eq!(direction(&case).results, None, "they were another holder's judgement");

        let replaced = || and(history.clone(), [judged(), case_holder_replaced()]);
        given(replaced()).when(CloseCase).refused(Refusal::ResultsNotJudged);
        given(and(replaced(), [judged()])).when(CloseCase).then([closed(direction_ended())]);
    }
}

#[test]
fn the_case_holder_may_come_to_another_judgement() {
    let better = Results { holder_can_proceed: true, ..results() };
    let case =
        given(and(monitored(), [judged()])).by(CASE_HOLDER).when(JudgeResults { results: better }).accepted();
    assert_eq!(direction(&case).results, Some(better));
}

#[test]
fn results_are_judged_of_a_plan_under_way() {
    given([]).by(CASE_HOLDER).when(judge()).refused(Refusal::CaseUnknown);
    given([reported()]).by(CASE_HOLDER).when(judge()).refused(Refusal::NoPlanInForce);
    given(on_agenda()).by(CASE_HOLDER).when(judge()).refused(Refusal::NoPlanInForce);
    given(back_with_plan()).by(CASE_HOLDER).when(judge()).refused(Refusal::BackOnAgenda);
    given(and(monitored(), [escalated()])).by(CASE_HOLDER).when(judge()).refused(Refusal::CaseEscalated);
    given(closed_with_results()).by(CASE_HOLDER).when(judge()).refused(Refusal::CaseClosed);
}

#[test]
fn a_planned_or_monitored_case_is_closed_with_the_results() {
    for history in [with_plan(), monitored()] {
        let case = given(and(history, [judged()])).when(CloseCase).then([closed(direction_ended())]);
        assert_eq!(state(&case), CaseState::Closed);
        assert!(!file(&case).is_active());
        assert_eq!(direction(&case).case_holder, professional(CASE_HOLDER), "stays readable");
    }
}

#[test]
fn it_is_not_closed_before_they_are_judged() {
    given(with_plan()).when(CloseCase).refused(Refusal::ResultsNotJudged);
    given(monitored()).when(CloseCase).refused(Refusal::ResultsNotJudged);
    let new_plan = and(monitored(), [judged(), back_on_agenda(), plan_set_on(2, TODAY)]);
    given(new_plan).when(CloseCase).refused(Refusal::ResultsNotJudged);
}

#[test]
fn a_case_without_a_plan_under_way_has_no_results_to_close_with() {
    given([]).when(CloseCase).refused(Refusal::CaseUnknown);
    given([reported()]).when(CloseCase).refused(Refusal::NoPlanInForce);
    given(weighed_and_told(already_in_hand())).when(CloseCase).refused(Refusal::NoPlanInForce);
    given(on_agenda()).when(CloseCase).refused(Refusal::NoPlanInForce);
    given(and(monitored(), [judged(), back_on_agenda()])).when(CloseCase).refused(Refusal::BackOnAgenda);
    given(and(monitored(), [judged(), escalated()])).when(CloseCase).refused(Refusal::CaseEscalated);
}

// Without a plan

#[test]
fn a_scheduled_case_is_closed_when_the_meeting_finds_that_no_plan_is_needed() {
    given(on_agenda()).when(close_without_plan()).then([closed(no_plan_needed())]);
    given([reported(), scheduled_on("group_approach")])
        .when(close_without_plan())
        .then([closed(no_plan_needed())]);
}

#[test]
fn a_case_with_a_plan_ends_with_results() {
    given(back_with_plan()).when(close_without_plan()).refused(Refusal::PlanInForce);
    given(with_plan()).when(close_without_plan()).refused(Refusal::PlanInForce);
    given(monitored()).when(close_without_plan()).refused(Refusal::PlanInForce);
}

#[test]
fn only_a_meeting_finds_that_no_plan_is_needed() {
    given([reported()]).when(close_without_plan()).refused(Refusal::NotScheduled);
    given(weighed_and_told(Decision::ScheduleFocus))
        .when(close_without_plan())
        .refused(Refusal::NotScheduled);
    given(and(on_agenda(), [escalated()])).when(close_without_plan()).refused(Refusal::CaseEscalated);
}

// After weighing

#[test]
fn no_follow_up_closes_the_case_unless_it_was_deferred() {
    for decision in [already_in_hand(), partners_informed(), belongs_elsewhere()] {
        given(weighed_and_told(decision))
            .when(close_after_weighing(None))
            .then([closed(ClosingGround::NoFollowUp)]);
    }
    given(weighed_and_told(deferred()))
        .when(close_after_weighing(None))
        .refused(Refusal::DecisionProvisional);
}

#[test]
fn bilateral_handling_closes_the_case_when_it_is_reported_done() {
    let decided = || given(weighed_and_told(bilaterally()));
    decided().when(close_after_weighing(None)).refused(Refusal::NotReportedDone);
    for partner in ["ggd", "leiden"] {
        let ground = ClosingGround::HandledBilaterally { reported_by: organisation(partner) };
        decided().when(close_after_weighing(Some(partner))).then([closed(ground)]);
    }
}

#[test]
fn bilateral_handling_is_reported_done_by_one_of_its_named_partners() {
    for somebody_else in ["nationale_politie", "gouda"] {
        given(weighed_and_told(bilaterally()))
            .when(close_after_weighing(Some(somebody_else)))
            .refused(Refusal::NotAHandlingPartner);
    }
}

#[test]
fn a_voluntary_trajectory_closes_the_case_when_it_is_reported_done() {
    let decided = || given(weighed_and_told(Decision::StartVoluntaryTrajectory));
    decided().when(close_after_weighing(None)).refused(Refusal::NotReportedDone);
    let ground = ClosingGround::TrajectoryEnded { reported_by: organisation("ggd") };
    decided().when(close_after_weighing(Some("ggd"))).then([closed(ground)]);
}

#[test]
fn a_decision_to_schedule_is_not_closed_before_the_meeting() {
    for decision in [
        Decision::ScheduleFocus,
        Decision::ScheduleTop60,
        Decision::ScheduleAftercare,
        Decision::MonitorAftercare,
    ] {
        given(weighed_and_told(decision))
            .when(close_after_weighing(Some("ggd")))
            .refused(Refusal::MeetingOutstanding);
    }
}

#[test]
fn an_escalation_by_the_briefing_is_weighed_again_before_it_is_closed() {
    given(and(weighed_and_told(decided_to_escalate()), [escalated_by_briefing(), returned()]))
        .when(close_after_weighing(Some("ggd")))
        .refused(Refusal::DecisionProvisional);
}

#[test]
fn closing_after_weighing_is_for_weighed_cases() {
    given([]).when(close_after_weighing(None)).refused(Refusal::CaseUnknown);
    given([reported()]).when(close_after_weighing(None)).refused(Refusal::NotWeighed);
    given(on_agenda()).when(close_after_weighing(None)).refused(Refusal::PastWeighing);
    given(monitored()).when(close_after_weighing(None)).refused(Refusal::PastWeighing);
    given(and(weighed_and_told(already_in_hand()), [escalated()]))
        .when(close_after_weighing(None))
        .refused(Refusal::CaseEscalated);
}

// Feedback first

#[test]
fn refuses_every_kind_of_closing_while_feedback_is_outstanding() {
    let untold = |history: Vec<Event>| given(history.into_iter().filter(|event| *event != feedback_given()));
    for decision in [already_in_hand(), partners_informed(), belongs_elsewhere()] {
        untold(weighed_and_told(decision))
            .when(close_after_weighing(None))
            .refused(Refusal::FeedbackOutstanding);
    }
    for decision in [bilaterally(), Decision::StartVoluntaryTrajectory] {
        untold(weighed_and_told(decision))
            .when(close_after_weighing(Some("ggd")))
            .refused(Refusal::FeedbackOutstanding);
    }
    untold(on_agenda()).when(close_without_plan()).refused(Refusal::FeedbackOutstanding);
    untold(and(with_plan(), [judged()])).when(CloseCase).refused(Refusal::FeedbackOutstanding);
    untold(and(monitored(), [judged()])).when(CloseCase).refused(Refusal::FeedbackOutstanding);
}

#[test]
fn feedback_on_an_earlier_weighing_does_not_do_for_a_later_one() {
    let weighed_again = || and(weighed_and_told(deferred()), [weighed_on(TODAY, already_in_hand())]);
    given(weighed_again()).when(close_after_weighing(None)).refused(Refusal::FeedbackOutstanding);
    given(and(weighed_again(), [feedback_given()])).when(close_after_weighing(None)).accepted();
}

// After closing

#[test]
fn a_closed_case_is_not_closed_again() {
    given(closed_with_results()).when(CloseCase).refused(Refusal::CaseClosed);
    given(closed_with_results()).when(close_without_plan()).refused(Refusal::CaseClosed);
    given(closed_with_results()).when(close_after_weighing(None)).refused(Refusal::CaseClosed);
    given(closed_with_results()).when(give_feedback()).refused(Refusal::CaseClosed);
}
