//! HANDBOOK §7: escalation, and the return to where the case came from.

use schakel_domain::case::*;
use schakel_domain::code::Code;

use crate::fixtures::*;
use crate::scene::{Decides, given};

fn escalatable() -> Vec<Vec<Event>> {
    let weighed = decisions()
        .into_iter()
        .filter(|decision| !matches!(decision, Decision::Escalate { .. }))
        .map(weighed_and_told);
    weighed
        .chain([
            on_agenda(),
            vec![reported(), scheduled_on("group_approach")],
            back_with_plan(),
            with_plan(),
            monitored(),
        ])
        .collect()
}

#[test]
fn a_case_is_escalated_after_weighing_or_scheduling_and_comes_back_where_it_was() {
    for history in escalatable() {
        let before = Case::replay(history.clone());
        let escalated_case = given(history.clone()).when(escalate()).then([escalated()]);
        assert_eq!(state(&escalated_case), CaseState::Escalated);
        let after = given(and(history, [escalated()])).when(record_outcome()).then([returned()]);
        assert_eq!(after, before, "as if nothing happened");
    }
}

#[test]
fn each_level_can_be_asked() {
    for level in EscalationLevel::ALL.iter().filter(|level| **level != EscalationLevel::House) {
        let case = given(on_agenda()).when(EscalateCase { level: *level, ..escalate() }).accepted();
        assert!(matches!(&file(&case).phase, Phase::Escalated { level: asked, .. } if asked == level));
    }
}

#[test]
fn a_report_is_weighed_or_scheduled_before_it_is_escalated() {
    given([reported()]).when(escalate()).refused(Refusal::NotWeighed);
    given([]).when(escalate()).refused(Refusal::CaseUnknown);
}

#[test]
fn an_escalated_case_is_not_escalated_again() {
    for history in escalatable() {
        given(and(history, [escalated()])).when(escalate()).refused(Refusal::CaseEscalated);
    }
}

#[test]
fn a_closed_case_is_not_escalated() {
    given(closed_with_results()).when(escalate()).refused(Refusal::CaseClosed);
}

#[test]
fn there_is_no_outcome_without_an_escalation() {
    given([]).when(record_outcome()).refused(Refusal::CaseUnknown);
    given([reported()]).when(record_outcome()).refused(Refusal::CaseNotEscalated);
    for history in escalatable() {
        given(history).when(record_outcome()).refused(Refusal::CaseNotEscalated);
    }
    given(closed_with_results()).when(record_outcome()).refused(Refusal::CaseClosed);
}

#[test]
fn a_case_can_be_escalated_again_after_its_return() {
    given(and(with_plan(), [escalated(), returned()])).when(escalate()).accepted();
}

#[test]
fn plan_and_case_holder_stay_in_force_during_an_escalation() {
    let before = Case::replay(monitored());
    let during = Case::replay(and(monitored(), [escalated()]));
    assert_eq!(direction(&during), direction(&before));
    assert_eq!(file(&during).phase.appointment(), file(&before).phase.appointment());
}

// A briefing's decision

#[test]
fn a_briefing_s_decision_to_escalate_escalates_the_case_at_once() {
    let case = given([reported()])
        .on(WEIGHED_ON)
        .when(weigh(decided_to_escalate()))
        .then([weighed(decided_to_escalate()), escalated_by_briefing()]);
    assert_eq!(state(&case), CaseState::Escalated);
}

#[test]
fn a_briefing_s_escalation_returns_to_weighed_and_is_weighed_again() {
    let history = and(weighed_and_told(decided_to_escalate()), [escalated_by_briefing()]);
    let back = given(history.clone()).when(record_outcome()).accepted();
    assert_eq!(state(&back), CaseState::Weighed);

    let decided = given(and(history, [returned()]))
        .when(weigh(Decision::ScheduleFocus))
        .then([weighed_on(TODAY, Decision::ScheduleFocus)]);
    assert_eq!(state(&decided), CaseState::Weighed);
    assert!(file(&decided).feedback_owed);
}

#[test]
fn a_briefing_s_escalation_leads_to_nothing_else_before_it_is_weighed_again() {
    let back = || given(and(weighed_and_told(decided_to_escalate()), [escalated_by_briefing(), returned()]));
    back().when(schedule("focus")).refused(Refusal::NoDecisionToSchedule);
    back().when(close_after_weighing(None)).refused(Refusal::DecisionProvisional);
}

#[test]
fn a_local_safety_room_escalates_a_case_to_the_house_and_nobody_else_does() {
    let to_house = || EscalateCase { level: EscalationLevel::House, ..escalate() };
    let at = |meeting_type| vec![reported(), scheduled_on(meeting_type)];
    let at_local_room = at("local_safety_room");
    for history in [at_local_room.clone(), and(at_local_room, [plan_set()])] {
        let before = Case::replay(history.clone());
        let with_house = given(history).when(to_house()).accepted();
        assert_eq!(state(&with_house), CaseState::Escalated);
        let came_from = match &file(&with_house).phase {
            Phase::Escalated { level: EscalationLevel::House, from, .. } => Some(from.state()),
            _ => None,
        };
        assert_eq!(came_from, Some(state(&before)));
    }
    for history in [at("group_approach"), on_agenda(), with_plan(), weighed_and_told(partners_informed())] {
        given(history).when(to_house()).refused(Refusal::DoesNotEscalateToHouse);
    }
    let question = sealed("Neemt het huis dit op?");
    let by_briefing = Decision::Escalate { level: EscalationLevel::House, question };
    given([reported()]).when(weigh(by_briefing)).refused(Refusal::DoesNotEscalateToHouse);
}
