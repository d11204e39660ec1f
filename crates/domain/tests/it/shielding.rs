//! HANDBOOK §4, shielded cases: not weighed, and discussed in their own kind of meeting alone.

use schakel_domain::case::*;

use crate::fixtures::*;
use crate::region::{UNWEIGHED, WEIGHED, coming};
use crate::scene::given;

pub const SHIELDED: &str = "radicalisation";

pub fn report_shielded() -> ReportCase {
    ReportCase { shielded: Some(meeting_type_code(SHIELDED)), ..report(Trigger::Arrest, "leiden") }
}

pub fn shielded_report() -> Event {
    reported_as(report_shielded())
}

pub fn case_shielded() -> Event {
    Event::CaseShielded { meeting_type: meeting_type_code(SHIELDED) }
}

fn is_shielded(case: &Case) -> bool {
    file(case).shielded == Some(meeting_type_code(SHIELDED))
}

#[test]
fn a_report_can_be_shielded_from_the_first_moment() {
    let case = given([]).on(REPORTED_ON).when(report_shielded()).then([shielded_report()]);
    assert!(is_shielded(&case));
    let region = crate::region::region();
    assert_eq!(file(&case).discussed_in(&region), Some(&meeting_type_code(SHIELDED)), "not the briefing");
    let case = given([]).when(report(Trigger::Arrest, "leiden")).accepted();
    assert_eq!(file(&case).shielded, None);
}

#[test]
fn a_report_names_no_other_kind_of_meeting() {
    let named = |code| ReportCase { shielded: Some(meeting_type_code(code)), ..bare_report() };
    for code in WEIGHED.iter().chain(&UNWEIGHED).chain(&["briefing"]) {
        given([]).when(named(code)).refused(Refusal::MeetingTypeNotShielded);
    }
    given([]).when(named("seance")).refused(Refusal::MeetingTypeUnknown);
}

#[test]
fn a_report_that_comes_on_a_shielded_agenda_is_shielded_from_then_on() {
    let schedule = given([reported()]).at_meeting(coming(SHIELDED)).when(schedule_at_meeting(SHIELDED));
    let scheduled = Event::CaseScheduled {
        meeting_type: meeting_type_code(SHIELDED),
        meeting: Some(meeting_id()),
        process_director: Some(chair()),
        municipal_contact: None,
    };
    assert!(is_shielded(&schedule.then([case_shielded(), scheduled])));
}

#[test]
fn a_case_with_a_plan_that_comes_back_on_a_shielded_agenda_is_shielded_from_then_on() {
    let back = PutBackOnAgenda {
        meeting_type: meeting_type_code(SHIELDED),
        ..put_back(AgendaReason::PlanNeedsAdjusting)
    };
    let case = given(with_plan()).when(back).accepted();
    assert!(is_shielded(&case));
    assert_eq!(state(&case), CaseState::Scheduled);
}

#[test]
fn a_shielded_case_comes_on_its_own_kind_of_agenda_alone_and_is_told_so_once() {
    let case = given([shielded_report()]).when(schedule(SHIELDED)).then([Event::CaseScheduled {
        meeting_type: meeting_type_code(SHIELDED),
        meeting: None,
        process_director: None,
        municipal_contact: None,
    }]);
    assert!(is_shielded(&case));
    for code in WEIGHED.iter().chain(&UNWEIGHED) {
        given([shielded_report()]).when(schedule(code)).refused(Refusal::CaseShielded);
    }
    let planned = [shielded_report(), scheduled_on(SHIELDED), plan_set()];
    let elsewhere = put_back(AgendaReason::PlanNeedsAdjusting);
    given(planned).when(elsewhere).refused(Refusal::CaseShielded);
}

#[test]
fn a_shielded_case_is_not_weighed() {
    given([shielded_report()]).when(weigh(deferred())).refused(Refusal::CaseShielded);
    given([reported()]).when(weigh(deferred())).accepted();
}

#[test]
fn the_briefing_cannot_have_decided_on_a_shielded_meeting() {
    for decision in [Decision::ScheduleFocus, Decision::ScheduleAftercare] {
        let decided = given(weighed_and_told(decision)).when(schedule(SHIELDED));
        decided.refused(Refusal::DecisionNamesAnotherMeeting);
    }
}

#[test]
fn what_was_weighed_or_planned_before_stays_with_a_case_that_becomes_shielded() {
    let case = given(and(monitored(), [case_shielded()])).state;
    assert!(is_shielded(&case));
    assert_eq!((state(&case), file(&case).weighings.len()), (CaseState::Monitored, 1));
}
