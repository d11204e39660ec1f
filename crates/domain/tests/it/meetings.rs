//! HANDBOOK §4: on the agenda of a meeting, and back on it.

use schakel_domain::MeetingFacts;
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::meeting::MeetingState;
use schakel_domain::person::PersonDetails;
use schakel_domain::region::MeetingType;

use crate::at_the_table::attended;
use crate::fixtures::*;
use crate::region::{HOLLAND_RIJNLAND, MIDDEN_HOLLAND, UNWEIGHED, coming, list_of, table_of};
use crate::scene::{Decides, given};

// On the agenda

#[test]
fn each_decision_to_schedule_leads_to_its_own_meeting() {
    let meetings = [
        (Decision::ScheduleFocus, "focus"),
        (Decision::ScheduleTop60, "top60"),
        (Decision::ScheduleAftercare, "aftercare"),
        (Decision::MonitorAftercare, "aftercare"),
    ];
    for (decision, decided) in meetings {
        for asked in ["focus", "top60", "aftercare", "round_table", "group_approach"] {
            let outcome = given(weighed_and_told(decision.clone())).when(schedule(asked));
            if asked == decided {
                assert_eq!(state(&outcome.accepted()), CaseState::Scheduled);
            } else {
                outcome.refused(Refusal::DecisionNamesAnotherMeeting);
            }
        }
    }
}

#[test]
fn other_decisions_lead_to_no_meeting() {
    for decision in decisions() {
        let leads_to_meeting = matches!(
            decision,
            Decision::ScheduleFocus
                | Decision::ScheduleTop60
                | Decision::ScheduleAftercare
                | Decision::MonitorAftercare
        );
        if !leads_to_meeting {
            given(weighed_and_told(decision)).when(schedule("focus")).refused(Refusal::NoDecisionToSchedule);
        }
    }
}

#[test]
fn scheduling_does_not_wait_for_the_feedback() {
    let case = given([reported(), weighed(Decision::ScheduleFocus)]).when(schedule("focus")).accepted();
    assert!(file(&case).feedback_owed, "it is still owed");
}

#[test]
fn meetings_that_need_no_weighing_take_a_report_at_once() {
    for meeting_type in UNWEIGHED {
        let case = given([reported_with_reason_only()]).when(schedule(meeting_type)).accepted();
        assert_eq!(state(&case), CaseState::Scheduled);
        assert!(!file(&case).feedback_owed);
    }
}

#[test]
fn a_briefing_is_for_weighing_only() {
    given([reported()]).when(schedule("briefing")).refused(Refusal::BriefingIsForWeighing);
    let briefing =
        PutBackOnAgenda { meeting_type: meeting_type_code("briefing"), ..put_back(AgendaReason::ALL[0]) };
    given(with_plan()).when(briefing).refused(Refusal::BriefingIsForWeighing);
}

#[test]
fn a_meeting_type_is_the_region_s() {
    given([reported()]).when(schedule("seance")).refused(Refusal::MeetingTypeUnknown);
}

#[test]
fn a_case_is_scheduled_once() {
    given(on_agenda()).when(schedule("focus")).refused(Refusal::AlreadyScheduled);
    given(back_with_plan()).when(schedule("focus")).refused(Refusal::AlreadyScheduled);
    given(with_plan()).when(schedule("focus")).refused(Refusal::PlanInForce);
    given(monitored()).when(schedule("focus")).refused(Refusal::PlanInForce);
    given(and(weighed_and_told(Decision::ScheduleFocus), [escalated()]))
        .when(schedule("focus"))
        .refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(schedule("focus")).refused(Refusal::CaseClosed);
    given([]).when(schedule("focus")).refused(Refusal::CaseUnknown);
}

#[test]
fn the_meeting_that_is_named_exists_and_is_still_to_come() {
    let decided = || given(weighed_and_told(Decision::ScheduleFocus));
    let at =
        |state| decided().at_meeting(MeetingFacts { state, ..focus() }).when(schedule_at_meeting("focus"));
    at(MeetingState::Planned).accepted();
    at(MeetingState::Held).refused(Refusal::MeetingAlreadyHeld);
    at(MeetingState::Cancelled).refused(Refusal::MeetingCalledOff);
    decided().when(schedule_at_meeting("focus")).refused(Refusal::MeetingUnknown);
}

#[test]
fn the_meeting_that_is_named_is_of_the_type_that_is_named() {
    given(weighed_and_told(Decision::ScheduleFocus))
        .at_meeting(coming("top60"))
        .when(schedule_at_meeting("focus"))
        .refused(Refusal::MeetingIsOfAnotherType);
}

#[test]
fn the_aftercare_table_discusses_adults_and_those_whose_age_nobody_knows() {
    let born = |birth_date: Option<&str>| {
        let birth_date = birth_date.map(|written| serde_json::from_value(written.into()).unwrap());
        let details = PersonDetails { birth_date, ..details() };
        let subject = Some(subject_of(details));
        let reported = reported_as(ReportCase { subject, ..report(Trigger::Arrest, "leiden") });
        given([reported, weighed(Decision::ScheduleAftercare)]).on("2026-02-02").when(schedule("aftercare"))
    };
    born(Some("2008-02-02")).accepted();
    born(Some("2008-02-03")).refused(Refusal::SubjectTooYoung);
    born(Some("2008")).accepted();
    born(Some("2009")).refused(Refusal::SubjectTooYoung);
    born(None).accepted();
}

#[test]
fn of_several_meetings_that_a_decision_leads_to_one_is_taken_whose_criteria_are_met() {
    let to = |meeting_type| {
        let mut scene = given(weighed_and_told(Decision::ScheduleFocus));
        let region = std::sync::Arc::make_mut(&mut scene.context.region);
        let exploitation = crate::region::meeting_type("exploitation", true);
        let decided_by = [DecisionCode::ScheduleFocus].into();
        let criteria = vec![[criterion("e")].into()];
        region.meeting_types.push(MeetingType { decided_by, criteria, ..exploitation });
        scene.when(schedule(meeting_type))
    };
    to("focus").accepted();
    to("exploitation").refused(Refusal::CriteriaNotMet);
}

#[test]
fn a_round_table_arises_from_aftercare_and_from_nothing_else() {
    let from = |meeting_type| given([reported(), scheduled_on(meeting_type)]).when(schedule("round_table"));
    from("aftercare").accepted();
    from("focus").refused(Refusal::AlreadyScheduled);
}

#[test]
fn aftercare_is_at_the_theme_table_of_the_right_subregion() {
    let at = |municipality, subregion| {
        given([reported_as(report(Trigger::Arrest, municipality)), weighed(Decision::MonitorAftercare)])
            .at_meeting(table_of(subregion))
            .when(schedule_at_meeting("aftercare"))
    };
    at("leiden", HOLLAND_RIJNLAND).accepted();
    at("leiden", MIDDEN_HOLLAND).refused(Refusal::MeetingIsOfAnotherSubregion);
    at("gouda", MIDDEN_HOLLAND).accepted();
    at("gouda", HOLLAND_RIJNLAND).refused(Refusal::MeetingIsOfAnotherSubregion);
    for anywhere in [HOLLAND_RIJNLAND, MIDDEN_HOLLAND] {
        at("outside_the_region", anywhere).accepted();
        at("no_fixed_registration", anywhere).accepted();
    }
}

#[test]
fn a_top60_meeting_discusses_those_who_live_in_the_municipality_of_its_list() {
    let at = |residence, municipality| {
        given([reported_as(report(Trigger::Arrest, residence)), weighed(Decision::ScheduleTop60)])
            .at_meeting(list_of(municipality))
            .when(schedule_at_meeting("top60"))
    };
    at("leiden", "leiden").accepted();
    at("leiden", "gouda").refused(Refusal::MeetingIsOfAnotherMunicipality);
    at("outside_the_region", "leiden").refused(Refusal::MeetingIsOfAnotherMunicipality);
    let moved = given([reported(), weighed(Decision::ScheduleTop60), scheduled_on("top60")])
        .at_meeting(list_of("gouda"))
        .when(move_to_meeting("top60"));
    moved.refused(Refusal::MeetingIsOfAnotherMunicipality);
}

#[test]
fn the_chair_directs_the_process_unless_somebody_else_is_named() {
    let director = |command| {
        let case =
            given(weighed_and_told(Decision::ScheduleFocus)).at_meeting(focus()).when(command).accepted();
        file(&case).phase.appointment().unwrap().process_director.clone()
    };
    assert_eq!(director(schedule_at_meeting("focus")), Some(chair()));
    let named = Some(professional(PROCESS_DIRECTOR));
    assert_eq!(
        director(ScheduleCase { process_director: named.clone(), ..schedule_at_meeting("focus") }),
        named
    );
    assert_eq!(director(schedule("focus")), None, "not known yet");
}

#[test]
fn the_chair_of_a_facilitated_meeting_is_no_process_director() {
    let case = given([reported()])
        .at_meeting(coming("group_approach"))
        .when(schedule_at_meeting("group_approach"))
        .accepted();
    assert_eq!(file(&case).phase.appointment().unwrap().process_director, None);
}

// To another meeting

#[test]
fn a_case_on_an_agenda_moves_to_another_meeting_of_the_same_kind() {
    let not_known_yet = Event::CaseScheduled {
        meeting_type: meeting_type_code("focus"),
        meeting: None,
        process_director: None,
        municipal_contact: None,
    };
    let decided = || weighed_and_told(Decision::ScheduleFocus);
    for before in [not_known_yet, scheduled()] {
        let case = given(and(decided(), [before])).at_meeting(focus()).when(move_to_meeting("focus")).then([
            Event::CaseScheduled {
                meeting_type: meeting_type_code("focus"),
                meeting: Some(later_meeting_id()),
                process_director: Some(chair()),
                municipal_contact: None,
            },
        ]);
        assert_eq!(state(&case), CaseState::Scheduled);
        assert_eq!(file(&case).phase.appointment().unwrap().meeting, Some(later_meeting_id()));
    }
}

#[test]
fn a_case_that_was_scheduled_without_weighing_moves_too() {
    for meeting_type in UNWEIGHED {
        given([reported(), scheduled_on(meeting_type)])
            .at_meeting(coming(meeting_type))
            .when(move_to_meeting(meeting_type))
            .accepted();
    }
}

#[test]
fn a_case_moves_only_to_another_meeting_that_is_named() {
    for history in [on_agenda(), back_with_plan()] {
        given(history).at_meeting(focus()).when(schedule("focus")).refused(Refusal::AlreadyScheduled);
    }
    given(on_agenda())
        .at_meeting(focus())
        .when(schedule_at_meeting("focus"))
        .refused(Refusal::AlreadyScheduled);
    let named = ScheduleCase { process_director: Some(chair()), ..schedule_at_meeting("focus") };
    given(on_agenda()).at_meeting(focus()).when(named).refused(Refusal::AlreadyScheduled);
}

#[test]
fn a_case_moves_to_no_other_kind_of_meeting() {
    for meeting_type in ["top60", "aftercare", "round_table", "group_approach"] {
        for history in [on_agenda(), back_with_plan()] {
            given(history)
                .at_meeting(coming(meeting_type))
                .when(move_to_meeting(meeting_type))
                .refused(Refusal::DecisionNamesAnotherMeeting);
        }
    }
}

#[test]
fn the_meeting_that_a_case_moves_to_can_discuss_it() {
    let at = |meeting| given(on_agenda()).at_meeting(meeting).when(move_to_meeting("focus"));
    at(MeetingFacts { state: MeetingState::Held, ..focus() }).refused(Refusal::MeetingAlreadyHeld);
    at(MeetingFacts { state: MeetingState::Cancelled, ..focus() }).refused(Refusal::MeetingCalledOff);
    at(coming("top60")).refused(Refusal::MeetingIsOfAnotherType);
    given(on_agenda()).when(move_to_meeting("focus")).refused(Refusal::MeetingUnknown);
    given([reported(), weighed(Decision::MonitorAftercare), scheduled_on("aftercare")])
        .at_meeting(table_of(MIDDEN_HOLLAND))
        .when(move_to_meeting("aftercare"))
        .refused(Refusal::MeetingIsOfAnotherSubregion);
}

#[test]
fn who_directed_the_process_goes_on_in_the_other_meeting_unless_it_or_the_command_names_somebody() {
    let director = |meeting_type: &str, process_director| {
        let case = given([reported(), scheduled_on(meeting_type)])
            .at_meeting(coming(meeting_type))
            .when(ScheduleCase { process_director, ..move_to_meeting(meeting_type) })
            .accepted();
        file(&case).phase.appointment().unwrap().process_director.clone()
    };
    assert_eq!(director("group_approach", None), Some(professional(PROCESS_DIRECTOR)), "facilitated");
    assert_eq!(director("focus", None), Some(chair()));
    for meeting_type in ["group_approach", "focus"] {
        let named = Some(professional(SUCCESSOR));
        assert_eq!(director(meeting_type, named.clone()), named);
    }
}

#[test]
fn a_plan_stays_in_force_when_the_case_moves_to_another_meeting() {
    let before = given(back_with_plan()).state;
    let moved = given(back_with_plan()).at_meeting(focus()).when(move_to_meeting("focus")).accepted();
    assert_eq!(direction(&moved), direction(&before));
    assert_eq!(state(&moved), CaseState::Scheduled);
    let planned = given([back_with_plan(), vec![scheduled()]].concat()).when(set_plan()).accepted();
    assert_eq!(direction(&planned).plan.version, 2);
}

// Once, in principle

/// A meeting of this kind that took place.
fn held(meeting_type: &str) -> MeetingFacts {
    MeetingFacts { state: MeetingState::Held, ..coming(meeting_type) }
}

fn attended_by_nobody() -> Event {
    attended(ClientPresence::Absent { reason: AbsenceReason::RedRag })
}

#[test]
fn a_focus_meeting_discusses_a_case_once() {
    let again = |history: Vec<Event>| given(history).at_meeting(focus());
    again(on_agenda()).on_agenda_of(focus()).when(move_to_meeting("focus")).accepted();
    let called_off = MeetingFacts { state: MeetingState::Cancelled, ..focus() };
    again(on_agenda()).on_agenda_of(called_off).when(move_to_meeting("focus")).accepted();
    again(on_agenda())
        .on_agenda_of(held("focus"))
        .when(move_to_meeting("focus"))
        .refused(Refusal::DiscussedOnce);
    again(and(on_agenda(), [attended_by_nobody()]))
        .when(move_to_meeting("focus"))
        .refused(Refusal::DiscussedOnce);
    again(back_with_plan()).when(move_to_meeting("focus")).accepted();
    again(back_with_plan())
        .on_agenda_of(held("focus"))
        .when(move_to_meeting("focus"))
        .refused(Refusal::DiscussedOnce);
    let back_and_discussed = and(back_with_plan(), [scheduled(), attended_by_nobody()]);
    again(back_and_discussed).when(move_to_meeting("focus")).refused(Refusal::DiscussedOnce);
}

#[test]
fn from_another_meeting_a_case_comes_to_none_that_discussed_it_once() {
    let arising = |history: Vec<Event>| {
        let mut scene = given(history);
        let region = std::sync::Arc::make_mut(&mut scene.context.region);
        let focus = region.meeting_types.iter_mut().find(|kind| kind.code.as_str() == "focus").unwrap();
        focus.arises_from = [meeting_type_code("top60")].into();
        scene.when(schedule("focus"))
    };
    arising(and(on_agenda(), [scheduled_on("top60")])).accepted();
    arising(and(on_agenda(), [discussed("focus"), scheduled_on("top60")])).refused(Refusal::DiscussedOnce);
}

#[test]
fn other_meetings_discuss_a_case_again_and_it_is_known_that_they_did() {
    let moved = |own| {
        given([reported(), weighed(Decision::ScheduleTop60), scheduled_on("top60")])
            .at_meeting(coming("top60"))
            .on_agenda_of(own)
            .when(move_to_meeting("top60"))
            .accepted()
    };
    let times = |case: &Case| file(case).discussions.times.get(&meeting_type_code("top60")).copied();
    assert_eq!(times(&moved(coming("top60"))), None);
    assert_eq!(times(&moved(held("top60"))), Some(1));
    given([reported(), scheduled_on("top60"), attended_by_nobody()])
        .at_meeting(coming("top60"))
        .on_agenda_of(held("top60"))
        .when(move_to_meeting("top60"))
        .then([Event::CaseScheduled {
            municipal_contact: None,
            meeting_type: meeting_type_code("top60"),
            meeting: Some(later_meeting_id()),
            process_director: Some(chair()),
        }]);
}

#[test]
fn a_case_that_was_discussed_and_got_no_plan_comes_back_when_a_partner_asks() {
    let asked = || PutBackOnAgenda { case_holder_consulted: false, ..put_back(AgendaReason::AskedByPartner) };
    let back = Event::PutBackOnAgenda {
        reason: AgendaReason::AskedByPartner,
        asked_by: Some(organisation("ggd")),
        case_holder_consulted: false,
        meeting_type: meeting_type_code("focus"),
        meeting: None,
        process_director: Some(professional(PROCESS_DIRECTOR)),
    };
    let case = given(on_agenda()).on_agenda_of(held("focus")).when(asked()).then([discussed("focus"), back]);
    assert_eq!(file(&case).phase.appointment().unwrap().meeting, None);
    given(on_agenda()).on_agenda_of(focus()).when(asked()).refused(Refusal::NoPlanInForce);
    for reason in AgendaReason::ALL.iter().filter(|reason| **reason != AgendaReason::AskedByPartner) {
        given(on_agenda())
            .on_agenda_of(held("focus"))
            .when(put_back(*reason))
            .refused(Refusal::NoPlanInForce);
    }
    let with_plan = and(back_with_plan(), [scheduled()]);
    let holds = || given(with_plan.clone()).on_agenda_of(held("focus"));
    holds().when(asked()).refused(Refusal::CaseHolderNotConsulted);
    for reason in AgendaReason::ALL {
        holds().when(put_back(*reason)).accepted();
    }
}

#[test]
fn how_often_each_kind_of_meeting_discussed_a_case_is_counted() {
    let times = |events: Vec<Event>| {
        let case = Case::replay(events);
        let times = file(&case).discussions.times.clone();
        times.into_iter().map(|(code, times)| format!("{code} {times}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(times(on_agenda()), "", "it is still to come");
    assert_eq!(times(and(on_agenda(), [attended_by_nobody(), attended_by_nobody(), plan_set()])), "focus 1");
    let again = and(back_with_plan(), [scheduled(), discussed("focus"), plan_set()]);
    assert_eq!(times(again), "focus 2");
    let without_plan = and(on_agenda(), [closed(no_plan_needed())]);
    assert_eq!(times(without_plan), "focus 1");
    let late = and(with_plan(), [back_on_agenda(), attended_by_nobody()]);
    assert_eq!(times(late), "focus 1", "of the meeting before");
    let aftercare = [scheduled_on("aftercare"), discussed("aftercare"), scheduled_on("round_table")];
    let round_table = [attended_by_nobody(), closed(no_plan_needed())];
    let two_kinds = [vec![reported()], aftercare.into(), round_table.into()].concat();
    assert_eq!(times(two_kinds), "aftercare 1, round_table 1");
}

#[test]
fn for_a_second_discussion_it_is_decided_anew_whether_the_client_is_invited() {
    let invited = |events: Vec<Event>| Case::replay(events).file().unwrap().discussions.invitation.is_some();
    assert!(invited(and(on_agenda(), [crate::at_the_table::invited(), scheduled()])));
    assert!(!invited(and(on_agenda(), [crate::at_the_table::invited(), discussed("focus"), scheduled()])));
}

// Back on the agenda

#[test]
fn a_case_comes_back_when_progress_stagnates_the_plan_needs_adjusting_or_somebody_asks() {
    for history in [with_plan(), monitored()] {
        for reason in AgendaReason::ALL {
            let case = given(history.clone()).when(put_back(*reason)).accepted();
            assert_eq!(state(&case), CaseState::Scheduled);
        }
    }
}

#[test]
fn when_another_partner_asks_it_is_named_and_the_case_holder_is_consulted_first() {
    let asked = put_back(AgendaReason::AskedByPartner);
    given(with_plan())
        .when(PutBackOnAgenda { asked_by: None, ..asked.clone() })
        .refused(Refusal::AskingPartnerMissing);
    given(with_plan())
        .when(PutBackOnAgenda { case_holder_consulted: false, ..asked.clone() })
        .refused(Refusal::CaseHolderNotConsulted);
    given(with_plan()).when(asked).then([Event::PutBackOnAgenda {
        reason: AgendaReason::AskedByPartner,
        asked_by: Some(organisation("ggd")),
        case_holder_consulted: true,
        meeting_type: meeting_type_code("focus"),
        meeting: None,
        process_director: Some(professional(PROCESS_DIRECTOR)),
    }]);
}

#[test]
fn a_partner_is_named_only_when_one_asks() {
    for reason in AgendaReason::ALL.iter().filter(|reason| **reason != AgendaReason::AskedByPartner) {
        let command = PutBackOnAgenda { asked_by: Some(organisation("ggd")), ..put_back(*reason) };
        given(with_plan()).when(command).refused(Refusal::AskingPartnerNotExpected);
    }
}

#[test]
fn plan_and_case_holder_stay_in_force_until_replaced() {
    let before = given(monitored()).when(extend("2026-09-01")).accepted();
    let back = given(and(monitored(), [extended("2026-09-01")]))
        .when(put_back(AgendaReason::PlanNeedsAdjusting))
        .accepted();
    assert_eq!(direction(&back), direction(&before));
}

#[test]
fn only_a_case_with_a_plan_comes_back() {
    let back = || put_back(AgendaReason::ProgressStagnates);
    given([reported()]).when(back()).refused(Refusal::NoPlanInForce);
    given(weighed_and_told(Decision::ScheduleFocus)).when(back()).refused(Refusal::NoPlanInForce);
    given(on_agenda()).when(back()).refused(Refusal::NoPlanInForce);
    given(back_with_plan()).when(back()).refused(Refusal::BackOnAgenda);
    given(and(monitored(), [escalated()])).when(back()).refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(back()).refused(Refusal::CaseClosed);
}

#[test]
fn a_case_comes_back_on_another_kind_of_meeting_too() {
    let round_table = PutBackOnAgenda {
        meeting_type: meeting_type_code("round_table"),
        meeting: Some(meeting_id()),
        ..put_back(AgendaReason::AskedByCaseHolder)
    };
    let case = given(with_plan()).at_meeting(coming("round_table")).when(round_table.clone()).accepted();
    let appointment = file(&case).phase.appointment().unwrap();
    assert_eq!(appointment.meeting_type, meeting_type_code("round_table"));
    assert_eq!(appointment.process_director, Some(chair()));
    given(with_plan()).at_meeting(focus()).when(round_table).refused(Refusal::MeetingIsOfAnotherType);
}

#[test]
fn who_directed_the_process_goes_on_when_nobody_else_is_named() {
    let case = given(with_plan()).when(put_back(AgendaReason::ProgressStagnates)).then([back_on_agenda()]);
    let appointment = file(&case).phase.appointment().unwrap();
    assert_eq!(appointment.process_director, Some(professional(PROCESS_DIRECTOR)));
}
