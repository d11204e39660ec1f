//! HANDBOOK §5: the schedule of contacts, and the end of process direction.

use schakel_domain::case::*;
use schakel_domain::code::Code;

use crate::fixtures::*;
use crate::scene::given;

// The schedule

#[test]
fn the_case_holder_is_contacted_after_a_week_a_month_three_and_six_months() {
    let dues = |set_on: &str| {
        MonitoringMoment::ALL.iter().map(|m| m.due(day(set_on)).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(dues("2026-01-26"), ["2026-02-02", "2026-02-26", "2026-04-26", "2026-07-26"]);
    assert_eq!(dues("2026-12-28"), ["2027-01-04", "2027-01-28", "2027-03-28", "2027-06-28"]);
}

#[test]
fn a_date_that_does_not_exist_falls_on_the_last_day_of_that_month() {
    let dues = |set_on: &str| {
        MonitoringMoment::ALL.iter().map(|m| m.due(day(set_on)).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(dues("2026-08-31"), ["2026-09-07", "2026-09-30", "2026-11-30", "2027-02-28"]);
    assert_eq!(dues("2027-08-31"), ["2027-09-07", "2027-09-30", "2027-11-30", "2028-02-29"]);
    assert_eq!(dues("2028-01-30"), ["2028-02-06", "2028-02-29", "2028-04-30", "2028-07-30"]);
    assert_eq!(dues("2028-02-29"), ["2028-03-07", "2028-03-29", "2028-05-29", "2028-08-29"]);
}

#[test]
fn the_first_contact_starts_the_monitoring() {
    for moment in MonitoringMoment::ALL {
        let case = given(with_plan()).when(contact(*moment)).then([contacted(*moment, TODAY)]);
        assert_eq!(state(&case), CaseState::Monitored);
    }
}

#[test]
fn a_contact_records_agreements_course_developments_and_need_of_a_meeting() {
    let finding = RecordMonitoringContact {
        agreements_kept: false,
        running_as_planned: false,
        new_meeting_needed: true,
        ..contact(MonitoringMoment::Month1)
    };
    let case = given(monitored()).when(finding).accepted();
    assert_eq!(state(&case), CaseState::Monitored, "a need of a meeting schedules none by itself");
    let contact = &direction(&case).contacts[&MonitoringMoment::Month1];
    assert_eq!(contact.on, day(TODAY));
    assert!(!contact.agreements_kept && !contact.running_as_planned && contact.new_meeting_needed);
}

#[test]
fn what_is_still_to_come_is_what_was_not_recorded() {
    let to_come = |history: Vec<Event>| {
        let case = given(history).when(contact(MonitoringMoment::Month1)).accepted();
        direction(&case).contacts_to_come().map(|(moment, due)| (moment, due.to_string())).collect::<Vec<_>>()
    };
    let later = [(MonitoringMoment::Month3, "2026-04-26".into()), (MonitoringMoment::Month6, ENDS_ON.into())];
    assert_eq!(to_come(monitored()), later);
    assert_eq!(
        to_come(with_plan())[0],
        (MonitoringMoment::Week1, "2026-02-02".to_owned()),
        "a missed one too"
    );
}

#[test]
fn each_contact_of_the_schedule_is_recorded_once() {
    given(monitored()).when(contact(MonitoringMoment::Week1)).refused(Refusal::ContactAlreadyRecorded);
    given(monitored()).when(contact(MonitoringMoment::Month1)).accepted();
}

#[test]
fn a_contact_took_place_between_the_plan_and_today() {
    let on = |on| {
        let command = RecordMonitoringContact { on: Some(day(on)), ..contact(MonitoringMoment::Week1) };
        given(with_plan()).on("2026-02-10").when(command)
    };
    on("2026-01-25").refused(Refusal::ContactBeforePlan);
    on(PLAN_SET_ON).accepted();
    on("2026-02-10").accepted();
    on("2026-02-11").refused(Refusal::ContactInTheFuture);
}

#[test]
fn contacts_belong_to_a_plan_under_way() {
    let week_1 = || contact(MonitoringMoment::Week1);
    given([]).when(week_1()).refused(Refusal::CaseUnknown);
    given([reported()]).when(week_1()).refused(Refusal::NoPlanInForce);
    given(weighed_and_told(Decision::ScheduleFocus)).when(week_1()).refused(Refusal::NoPlanInForce);
    given(on_agenda()).when(week_1()).refused(Refusal::NoPlanInForce);
    given(back_with_plan()).when(week_1()).refused(Refusal::BackOnAgenda);
    given(and(with_plan(), [escalated()])).when(week_1()).refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(week_1()).refused(Refusal::CaseClosed);
}

#[test]
fn a_new_version_of_the_plan_restarts_the_schedule() {
    let adjusted = and(back_with_plan(), [plan_set_on(2, "2026-03-31")]);
    let case = given(adjusted.clone()).on("2026-04-07").when(contact(MonitoringMoment::Week1)).accepted();
    let dues: Vec<_> = direction(&case).contacts_to_come().map(|(_, due)| due.to_string()).collect();
    assert_eq!(dues, ["2026-04-30", "2026-06-30", "2026-09-30"], "counted from the new plan");
    let before_it =
        RecordMonitoringContact { on: Some(day("2026-03-30")), ..contact(MonitoringMoment::Week1) };
    given(adjusted).on("2026-04-07").when(before_it).refused(Refusal::ContactBeforePlan);
}

// The end

#[test]
fn process_direction_aims_to_end_after_six_months() {
    let case = given(on_agenda()).on("2026-08-31").when(set_plan()).accepted();
    assert_eq!(direction(&case).ends_on, day("2027-02-28"));
}

#[test]
fn longer_needs_a_good_reason_and_a_new_end_date() {
    for history in [with_plan(), monitored()] {
        let case = given(history).when(extend("2026-10-01")).then([extended("2026-10-01")]);
        assert_eq!(direction(&case).ends_on, day("2026-10-01"));
    }
}

#[test]
fn the_new_end_is_later_than_the_present_one_and_than_today() {
    given(monitored()).when(extend("2026-07-25")).refused(Refusal::EndNotLater);
    given(monitored()).when(extend(ENDS_ON)).refused(Refusal::EndNotLater);
    given(monitored()).when(extend("2026-07-27")).accepted();
    given(and(monitored(), [extended("2026-10-01")]))
        .when(extend("2026-09-30"))
        .refused(Refusal::EndNotLater);
    given(monitored()).on("2026-11-01").when(extend("2026-11-01")).refused(Refusal::EndNotLater);
    given(monitored()).on("2026-11-01").when(extend("2026-11-02")).accepted();
}

#[test]
fn a_new_version_of_the_plan_does_not_move_the_end() {
    let case = given(back_with_plan()).on("2026-03-02").when(set_plan()).accepted();
    assert_eq!(direction(&case).ends_on, day(ENDS_ON));
    let case =
        given(and(monitored(), [extended("2026-10-01"), back_on_agenda()])).when(set_plan()).accepted();
    assert_eq!(direction(&case).ends_on, day("2026-10-01"));
}

#[test]
fn only_process_direction_under_way_is_extended() {
    let later = || extend("2026-10-01");
    given([reported()]).when(later()).refused(Refusal::NoPlanInForce);
    given(on_agenda()).when(later()).refused(Refusal::NoPlanInForce);
    given(back_with_plan()).when(later()).refused(Refusal::BackOnAgenda);
    given(and(monitored(), [escalated()])).when(later()).refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(later()).refused(Refusal::CaseClosed);
}
