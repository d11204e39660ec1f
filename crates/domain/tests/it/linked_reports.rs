//! HANDBOOK §2: a new report about someone whose case is active, and the two ways on.

use schakel_domain::case::*;

use crate::fixtures::*;
use crate::scene::given;

/// An assessment of the link of [`linked`], with the case holder consulted.
pub fn assess(plan_endangered: bool) -> AssessLinkedReport {
    AssessLinkedReport { active_case: case_id(7), plan_endangered, case_holder_consulted: true }
}

pub fn assessed(plan_endangered: bool) -> Event {
    Event::LinkedReportAssessed { active_case: case_id(7), plan_endangered, case_holder_consulted: true }
}

fn assessment(case: &Case) -> Option<LinkAssessment> {
    file(case).linked_to[&case_id(7)]
}

#[test]
fn a_report_that_endangers_no_plan_is_assessed_and_the_agreements_stand() {
    let alone = AssessLinkedReport { case_holder_consulted: false, ..assess(false) };
    let case = given([reported(), linked()]).when(alone).then([Event::LinkedReportAssessed {
        active_case: case_id(7),
        plan_endangered: false,
        case_holder_consulted: false,
    }]);
    assert!(!assessment(&case).unwrap().plan_endangered);
    assert_eq!(state(&case), CaseState::Reported, "the report is weighed as any other");
    given([reported(), linked()]).when(assess(false)).then([assessed(false)]);
}

#[test]
fn a_new_meeting_is_planned_together_with_the_case_holder() {
    let case = given([reported(), linked()]).when(assess(true)).then([assessed(true)]);
    assert!(assessment(&case).unwrap().plan_endangered);
    let alone = AssessLinkedReport { case_holder_consulted: false, ..assess(true) };
    given([reported(), linked()]).when(alone).refused(Refusal::CaseHolderNotConsulted);
}

#[test]
fn each_link_is_assessed_once() {
    let both = vec![reported(), linked(), Event::ReportLinked { active_case: case_id(8) }, assessed(true)];
    given(both.clone()).when(assess(true)).refused(Refusal::LinkAlreadyAssessed);
    let other = AssessLinkedReport { active_case: case_id(8), ..assess(false) };
    given(both).when(other).accepted();
    given([reported()]).when(assess(false)).refused(Refusal::NotLinked);
}

#[test]
fn a_link_is_assessed_wherever_the_open_report_stands() {
    for history in [weighed_and_told(deferred()), on_agenda(), monitored()] {
        given(and(history, [linked()])).when(assess(true)).accepted();
    }
    let closed = and(weighed_and_told(already_in_hand()), [linked(), closed(ClosingGround::NoFollowUp)]);
    given(closed).when(assess(true)).refused(Refusal::CaseClosed);
}
