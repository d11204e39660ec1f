//! HANDBOOK §2: intake, completing, linking, local arrangements.

use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::personal::Personal;
use schakel_domain::region::{MeetingType, ThemeCode};

use crate::fixtures::*;
use crate::referrals::offer;
use crate::region::{OF_OWN_REGISTER, UNWEIGHED, WEIGHED, coming};
use crate::scene::given;

#[test]
fn a_report_with_nothing_but_a_reason_is_accepted() {
    let case = given([]).on(REPORTED_ON).when(bare_report()).then([reported_with_reason_only()]);
    assert_eq!(state(&case), CaseState::Reported);
    assert!(file(&case).is_active());
    assert!(!file(&case).feedback_owed, "nothing was decided yet");
}

#[test]
fn a_report_may_say_all_at_once() {
    for trigger in Trigger::ALL {
        let command = report(*trigger, "leiden");
        given([]).on(REPORTED_ON).when(command.clone()).then([reported_as(command)]);
    }
}

#[test]
fn a_case_is_reported_once() {
    given([reported()]).when(bare_report()).refused(Refusal::CaseAlreadyReported);
    given(closed_with_results()).when(bare_report()).refused(Refusal::CaseAlreadyReported);
}

#[test]
fn a_report_knows_the_municipalities_and_themes_of_the_region_alone() {
    given([]).when(report(Trigger::Arrest, "rotterdam")).refused(Refusal::MunicipalityUnknown);
    let theme = Some(ThemeCode::new("astrology"));
    given([]).when(ReportCase { theme, ..bare_report() }).refused(Refusal::ThemeUnknown);
    for nowhere in ["outside_the_region", "no_fixed_registration"] {
        given([]).when(report(Trigger::Bij, nowhere)).accepted();
    }
}

#[test]
fn a_person_is_one_member_and_a_family_at_least_one() {
    let about = |kind, numbers: &[u128]| {
        let members = numbers.iter().map(|number| member(*number)).collect();
        given([]).when(ReportCase { subject: Some(CaseSubject { kind, members }), ..bare_report() })
    };
    about(SubjectKind::Person, &[]).refused(Refusal::SubjectDoesNotFitKind);
    about(SubjectKind::Person, &[1]).accepted();
    about(SubjectKind::Person, &[1, 2]).refused(Refusal::SubjectDoesNotFitKind);
    about(SubjectKind::Family, &[]).refused(Refusal::SubjectDoesNotFitKind);
    about(SubjectKind::Family, &[1]).accepted();
    about(SubjectKind::Family, &[1, 2, 3]).accepted();
}

#[test]
fn a_report_can_be_completed_later_and_keeps_what_it_knew() {
    let command = CompleteReport { subject: Some(family()), ..complete(None, Some("gouda")) };
    let case = given([reported()]).when(command.clone()).then([completed(command)]);
    let report = &file(&case).report;
    assert_eq!(report.trigger, Some(Trigger::Arrest), "stays as it was");
    assert_eq!(report.municipality, Some(municipality_code("gouda")));
    assert_eq!(file(&case).members().len(), 3);
}

#[test]
fn each_thing_that_is_completed_leaves_the_others_as_they_were() {
    let informed = ReportCase { subject_informed: Some(true), ..report(Trigger::CurrentConcern, "leiden") };
    let concern = || given([reported_as(informed.clone())]);
    let unchanged = concern().state;
    for command in [
        complete(Some(Trigger::CurrentConcern), None),
        complete(None, Some("leiden")),
        CompleteReport { subject_informed: Some(true), ..complete(None, None) },
        CompleteReport { theme: Some(ThemeCode::new("nuisance")), ..complete(None, None) },
        CompleteReport { subject: Some(one_person()), ..complete(None, None) },
    ] {
        assert_eq!(concern().when(command).accepted(), unchanged);
    }
}

/// A case in every open state after reporting.
fn under_way() -> [Vec<Event>; 6] {
    [
        weighed_and_told(deferred()),
        on_agenda(),
        with_plan(),
        monitored(),
        back_with_plan(),
        and(monitored(), [escalated()]),
    ]
}

#[test]
fn a_report_can_be_completed_in_every_open_state_and_the_case_stays_where_it_is() {
    for history in under_way() {
        let before = given(history.clone()).state;
        let case = given(history).when(complete(Some(Trigger::Bij), Some("gouda"))).accepted();
        assert_eq!(file(&case).report.trigger, Some(Trigger::Bij));
        assert_eq!(file(&case).report.municipality, Some(municipality_code("gouda")));
        assert_eq!(file(&case).phase, file(&before).phase);
    }
}

#[test]
fn a_report_that_was_scheduled_without_weighing_can_be_completed() {
    let command =
        CompleteReport { subject: Some(one_person()), ..complete(Some(Trigger::Zsm), Some("gouda")) };
    let case = given([reported_with_reason_only(), scheduled_on("group_approach")]).when(command).accepted();
    assert_eq!(file(&case).members().len(), 1);
    assert_eq!(state(&case), CaseState::Scheduled);
}

#[test]
fn a_report_of_a_closed_case_is_not_completed() {
    given(closed_with_results()).when(complete(None, Some("gouda"))).refused(Refusal::CaseClosed);
    given([]).when(complete(None, Some("gouda"))).refused(Refusal::CaseUnknown);
}

#[test]
fn completing_says_something_that_the_region_knows() {
    given([reported()]).when(complete(None, None)).refused(Refusal::NothingToComplete);
    given([reported()]).when(complete(None, Some("rotterdam"))).refused(Refusal::MunicipalityUnknown);
    let theme = Some(ThemeCode::new("astrology"));
    given([reported()]).when(CompleteReport { theme, ..complete(None, None) }).refused(Refusal::ThemeUnknown);
    let nobody = Some(CaseSubject { kind: SubjectKind::Family, members: vec![] });
    given([reported()])
        .when(CompleteReport { subject: nobody, ..complete(None, None) })
        .refused(Refusal::SubjectDoesNotFitKind);
}

#[test]
fn whom_a_case_is_about_stands_once_somebody_was_identified() {
    let somebody_else = || CompleteReport { subject: Some(family()), ..complete(None, None) };
    given([reported()]).when(somebody_else()).accepted();
    for history in under_way().into_iter().chain([vec![reported()]]) {
        let known = || given(and(history.clone(), [identified()]));
        known().when(somebody_else()).refused(Refusal::SubjectAlreadyIdentified);
        known().when(complete(None, Some("gouda"))).accepted();
    }
}

#[test]
fn a_member_is_identified_as_a_registered_person() {
    let identify = |member, person| IdentifySubject { member: member_id(member), person: person_id(person) };
    let case = given([reported()]).when(identify(1, 1)).then([identified()]);
    assert_eq!(file(&case).persons.get(&member_id(1)), Some(&person_id(1)));

    given([reported(), identified()]).when(identify(1, 1)).refused(Refusal::SubjectAlreadyIdentified);
    given([reported()]).when(identify(2, 1)).refused(Refusal::MemberUnknown);
    given([reported_with_reason_only()]).when(identify(1, 1)).refused(Refusal::MemberUnknown);
    given(closed_with_results()).when(identify(1, 1)).refused(Refusal::CaseClosed);
}

#[test]
fn a_wrong_identification_is_put_right_in_every_open_state() {
    for history in [vec![reported()], on_agenda(), with_plan(), monitored(), and(with_plan(), [escalated()])]
    {
        let right = IdentifySubject { member: member_id(1), person: person_id(2) };
        let case = given(and(history, [identified()])).when(right).accepted();
        assert_eq!(file(&case).persons.get(&member_id(1)), Some(&person_id(2)));
    }
}

// Whether the person was told, and the day of release

const RELEASED_ON: &str = "2026-04-01";

fn detention() -> ReportCase {
    let release_date = Some(day(RELEASED_ON));
    ReportCase { release_date, subject_informed: Some(false), ..report(Trigger::Detention, "leiden") }
}

fn released(release_date: &str) -> CompleteReport {
    CompleteReport { release_date: Some(day(release_date)), ..complete(None, None) }
}

#[test]
fn a_detention_report_carries_the_day_of_release_and_says_whether_the_person_was_told() {
    let case = given([]).on(REPORTED_ON).when(detention()).then([reported_as(detention())]);
    let report = &file(&case).report;
    assert_eq!((report.release_date, report.subject_informed), (Some(day(RELEASED_ON)), Some(false)));
}

#[test]
fn no_other_report_carries_a_day_of_release() {
    for trigger in Trigger::ALL.iter().filter(|trigger| **trigger != Trigger::Detention) {
        let command = ReportCase { trigger: Some(*trigger), ..detention() };
        given([]).when(command).refused(Refusal::ReleaseDateNotExpected);
        let history = [reported_as(report(*trigger, "leiden"))];
        given(history.clone()).when(released(RELEASED_ON)).refused(Refusal::ReleaseDateNotExpected);
        let both = CompleteReport { trigger: Some(Trigger::Detention), ..released(RELEASED_ON) };
        let case = given(history).when(both).accepted();
        assert_eq!(file(&case).report.release_date, Some(day(RELEASED_ON)));
    }
    given([]).when(ReportCase { trigger: None, ..detention() }).refused(Refusal::ReleaseDateNotExpected);
}

#[test]
fn a_day_of_release_moves_and_goes_when_it_was_no_detention_after_all() {
    let case = given([reported_as(detention())]).when(released("2026-05-01")).accepted();
    assert_eq!(file(&case).report.release_date, Some(day("2026-05-01")));
    assert_eq!(file(&case).report.subject_informed, Some(false), "stays as it was");
    let told = CompleteReport { subject_informed: Some(true), ..complete(Some(Trigger::Arrest), None) };
    let case = given([reported_as(detention())]).when(told).accepted();
    assert_eq!(file(&case).report.release_date, None);
    assert_eq!(file(&case).report.subject_informed, Some(true));
}

// A new report about someone whose case is active

#[test]
fn a_new_report_about_someone_whose_case_is_active_is_a_case_of_its_own_and_linked_to_it() {
    let case = given([])
        .on(REPORTED_ON)
        .while_active([case_id(7)])
        .when(report(Trigger::Arrest, "leiden"))
        .then([reported(), linked()]);
    assert_eq!(state(&case), CaseState::Reported);
    assert_eq!(file(&case).linked_to.get(&case_id(7)), Some(&None), "nobody has said yet what it means");
}

#[test]
fn a_report_about_a_family_is_linked_once_to_each_active_case() {
    let case = given([])
        .while_active([case_id(8), case_id(7), case_id(8)])
        .when(ReportCase { subject: Some(family()), ..bare_report() })
        .then([
            Event::CaseReported {
                on: day(TODAY),
                source: source(),
                reason: Personal::of_stream(bare_report().reason),
                trigger: None,
                theme: None,
                municipality: None,
                subject: Some(family()),
                shielded: None,
                subject_informed: None,
                release_date: None,
            },
            linked(),
            Event::ReportLinked { active_case: case_id(8) },
        ]);
    assert_eq!(file(&case).linked_to.len(), 2);
}

#[test]
fn a_report_is_linked_when_it_becomes_known_whom_it_is_about() {
    let completed = complete(Some(Trigger::Arrest), None);
    let case = given([reported()]).while_active([case_id(7)]).when(completed.clone()).accepted();
    assert!(file(&case).linked_to.contains_key(&case_id(7)));
    let identify = IdentifySubject { member: member_id(1), person: person_id(1) };
    given([reported()]).while_active([case_id(7)]).when(identify).then([identified(), linked()]);
    let again = given([reported(), linked()]).while_active([case_id(7)]).when(completed.clone()).accepted();
    assert_eq!(file(&again).linked_to.len(), 1, "once is enough");
    let case = given(with_plan()).while_active([case_id(7)]).when(completed).accepted();
    assert!(file(&case).linked_to.is_empty(), "a case under direction is no report any more");
}

#[test]
fn a_deferred_report_that_turns_out_to_be_kept_local_goes_to_the_local_table() {
    let history = [reported(), weighed_on(WEIGHED_ON, deferred())];
    let moved = complete(Some(Trigger::Detention), Some("alphen_aan_den_rijn"));
    let case = given(history.clone()).when(moved.clone()).accepted();
    let events = || and(history.clone().to_vec(), [completed(moved.clone())]);
    given(events()).when(weigh(deferred())).refused(Refusal::KeptFromBriefing);
    given(events()).when(schedule("local_safety_room")).accepted();
    given(events()).when(schedule("focus")).refused(Refusal::NotWeighed);
    assert_eq!(state(&case), CaseState::Weighed);
}

#[test]
fn a_report_is_linked_later_when_the_active_case_is_seen_later() {
    given([reported()]).while_active([case_id(7)]).when(link(7)).then([linked()]);
    for history in under_way() {
        given(history).while_active([case_id(7)]).when(link(7)).then([linked()]);
    }
}

#[test]
fn a_report_is_linked_to_another_active_case_and_once() {
    given([reported()]).while_active([case_id(7)]).when(link(8)).refused(Refusal::LinkedCaseNotActive);
    given([reported()]).when(link(7)).refused(Refusal::LinkedCaseNotActive);
    given([reported()]).while_active([case_id(1)]).when(link(1)).refused(Refusal::LinkedToItself);
    given([reported(), linked()]).while_active([case_id(7)]).when(link(7)).refused(Refusal::AlreadyLinked);
    given(closed_with_results()).while_active([case_id(7)]).when(link(7)).refused(Refusal::CaseClosed);
}

#[test]
fn a_report_about_a_closed_case_is_not_linked_to_it() {
    given([]).on(REPORTED_ON).when(report(Trigger::Arrest, "leiden")).then([reported()]);
}

// Local arrangements

#[test]
fn a_detention_report_under_a_local_arrangement_is_never_put_on_a_briefing() {
    for municipality in ["alphen_aan_den_rijn", "katwijk"] {
        for decision in decisions() {
            given([reported_as(report(Trigger::Detention, municipality))])
                .when(weigh(decision))
                .refused(Refusal::KeptFromBriefing);
        }
    }
}

#[test]
fn a_detention_report_without_a_local_arrangement_is_weighed() {
    for municipality in ["leiden", "gouda", "outside_the_region", "no_fixed_registration"] {
        given([reported_as(report(Trigger::Detention, municipality))])
            .when(weigh(Decision::ScheduleAftercare))
            .accepted();
    }
}

#[test]
fn other_reports_from_a_municipality_with_a_local_arrangement_are_weighed() {
    for trigger in Trigger::ALL.iter().filter(|trigger| **trigger != Trigger::Detention) {
        given([reported_as(report(*trigger, "katwijk"))]).when(weigh(Decision::ScheduleFocus)).accepted();
    }
}

#[test]
fn a_detention_report_under_a_local_arrangement_goes_to_the_local_table_or_to_aftercare() {
    let detention = |municipality| [reported_as(report(Trigger::Detention, municipality))];
    given(detention("alphen_aan_den_rijn")).when(schedule("local_safety_room")).accepted();
    for municipality in ["alphen_aan_den_rijn", "katwijk"] {
        given(detention(municipality)).when(schedule("aftercare")).accepted();
        for elsewhere in ["focus", "top60", "round_table"] {
            given(detention(municipality)).when(schedule(elsewhere)).refused(Refusal::NotWeighed);
        }
    }
}

#[test]
fn to_a_local_table_that_keeps_its_own_register_a_case_is_referred_and_nothing_else() {
    let detention = || [reported_as(report(Trigger::Detention, "katwijk"))];
    given(detention()).when(schedule(OF_OWN_REGISTER)).refused(Refusal::TableKeepsOwnRegister);
    let there = coming(OF_OWN_REGISTER);
    given(detention())
        .at_meeting(there)
        .when(schedule_at_meeting(OF_OWN_REGISTER))
        .refused(Refusal::TableKeepsOwnRegister);
    let back = PutBackOnAgenda {
        meeting_type: meeting_type_code(OF_OWN_REGISTER),
        ..put_back(AgendaReason::PlanNeedsAdjusting)
    };
    given(with_plan()).when(back).refused(Refusal::TableKeepsOwnRegister);
    let house = || given(detention()).of_organisation("veiligheidshuis");
    let referral = OfferReferral { from: organisation("veiligheidshuis"), ..offer() };
    let referred = house().when(referral).accepted();
    assert_eq!(state(&referred), CaseState::Reported, "kept by the local table, and by no agenda here");
}

#[test]
fn a_local_table_needs_no_weighing_even_where_the_region_says_that_others_do() {
    let mut scene = given([reported_as(report(Trigger::Detention, "alphen_aan_den_rijn"))]);
    let region = std::sync::Arc::make_mut(&mut scene.context.region);
    let is_local = |kind: &MeetingType| kind.code.as_str() == "local_safety_room";
    region.meeting_types.iter_mut().for_each(|kind| kind.weighed |= is_local(kind));
    scene.clone().when(schedule("local_safety_room")).accepted();
    scene.when(schedule("focus")).refused(Refusal::NotWeighed);
}

#[test]
fn a_report_without_local_arrangement_reaches_no_weighed_meeting_unweighed() {
    for meeting_type in WEIGHED {
        given([reported()]).when(schedule(meeting_type)).refused(Refusal::NotWeighed);
        given([reported_as(report(Trigger::Arrest, "katwijk"))])
            .when(schedule(meeting_type))
            .refused(Refusal::NotWeighed);
    }
    for meeting_type in UNWEIGHED {
        given([reported()]).when(schedule(meeting_type)).accepted();
    }
}

#[test]
fn after_weighing_an_arrest_or_concern_may_be_discussed_at_the_municipality_s_own_table() {
    for trigger in [Trigger::Arrest, Trigger::CurrentConcern] {
        let weighed_in = |municipality| {
            given([reported_as(report(trigger, municipality)), weighed(Decision::ScheduleAftercare)])
                .naming_contact_of(municipality)
        };
        for table in ["aftercare", "local_safety_room"] {
            weighed_in("alphen_aan_den_rijn").when(schedule_with_contact(table)).accepted();
        }
        weighed_in("katwijk")
            .when(schedule_with_contact("local_safety_room"))
            .refused(Refusal::DecisionNamesAnotherMeeting);
        weighed_in("katwijk")
            .when(schedule_with_contact(OF_OWN_REGISTER))
            .refused(Refusal::TableKeepsOwnRegister);
    }
    for (trigger, municipality) in [(Trigger::Zsm, "alphen_aan_den_rijn"), (Trigger::Arrest, "leiden")] {
        given([reported_as(report(trigger, municipality)), weighed(Decision::ScheduleAftercare)])
            .when(schedule("local_safety_room"))
            .refused(Refusal::DecisionNamesAnotherMeeting);
    }
}

#[test]
fn which_municipal_contact_decided_with_the_house_where_it_is_discussed_is_recorded() {
    for table in ["aftercare", "local_safety_room"] {
        let decided = || {
            let concern = reported_as(report(Trigger::CurrentConcern, "alphen_aan_den_rijn"));
            given([concern, weighed(Decision::ScheduleAftercare)])
        };
        decided().when(schedule(table)).refused(Refusal::MunicipalContactMissing);
        decided().when(schedule_with_contact(table)).refused(Refusal::NotTheMunicipalContact);
        decided()
            .naming_contact_of("leiden")
            .when(schedule_with_contact(table))
            .refused(Refusal::NotTheMunicipalContact);
        let scheduled =
            decided().naming_contact_of("alphen_aan_den_rijn").when(schedule_with_contact(table)).accepted();
        let appointment = file(&scheduled).phase.appointment().unwrap();
        assert_eq!(appointment.municipal_contact, Some(municipal_contact()));
    }
}

#[test]
fn a_move_keeps_who_decided_where_it_is_discussed() {
    let appointed = Event::CaseScheduled {
        meeting_type: meeting_type_code("aftercare"),
        meeting: None,
        process_director: None,
        municipal_contact: Some(municipal_contact()),
    };
    let arrest = reported_as(report(Trigger::Arrest, "alphen_aan_den_rijn"));
    let moved = given([arrest, weighed(Decision::ScheduleAftercare), appointed])
        .at_meeting(coming("aftercare"))
        .when(move_to_meeting("aftercare"))
        .accepted();
    assert_eq!(file(&moved).phase.appointment().unwrap().municipal_contact, Some(municipal_contact()));
}

#[test]
fn nobody_else_s_case_is_the_municipal_contact_s_to_place() {
    let refused = |history: Vec<Event>, municipality: &str, table: &str| {
        given(history)
            .naming_contact_of(municipality)
            .when(schedule_with_contact(table))
            .refused(Refusal::MunicipalContactNotExpected);
    };
    let decided = |trigger, municipality| {
        vec![reported_as(report(trigger, municipality)), weighed(Decision::ScheduleFocus)]
    };
    refused(decided(Trigger::Arrest, "leiden"), "leiden", "focus");
    refused(decided(Trigger::Zsm, "alphen_aan_den_rijn"), "alphen_aan_den_rijn", "focus");
    let detention = vec![reported_as(report(Trigger::Detention, "alphen_aan_den_rijn"))];
    refused(detention, "alphen_aan_den_rijn", "local_safety_room");
}

#[test]
fn a_former_municipality_counts_under_the_one_that_absorbed_it() {
    let residence = |case: &Case| case.file().unwrap().report.municipality.clone();
    let alphen = Some(municipality_code("alphen_aan_den_rijn"));
    let reported = given([]).when(report(Trigger::Arrest, "rijnwoude")).accepted();
    assert_eq!(residence(&reported), alphen);
    let municipality = Some(municipality_code("rijnwoude"));
    let completed = given([reported_with_reason_only()])
        .when(CompleteReport { municipality, ..complete(None, None) })
        .accepted();
    assert_eq!(residence(&completed), alphen);
}
