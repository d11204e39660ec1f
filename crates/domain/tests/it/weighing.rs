//! HANDBOOK §3: the briefing, and what must be known before it (§2).

use std::collections::BTreeSet;

use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::meeting::MeetingState;
use schakel_domain::region::CriterionCode;
use schakel_domain::{Account, MeetingFacts};

use crate::fixtures::*;
use crate::region::{CRITERIA, UNWEIGHED, WEIGHED, coming};
use crate::scene::given;

fn weigh_in_briefing() -> WeighCase {
    WeighCase { briefing: Some(meeting_id()), ..weigh(Decision::ScheduleFocus) }
}

/// Every set of criteria that there is.
fn subsets() -> impl Iterator<Item = BTreeSet<CriterionCode>> {
    (0_u32..32).map(|bits| {
        let chosen = CRITERIA.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
        chosen.map(|(_, code)| criterion(code)).collect()
    })
}

// Before weighing

#[test]
fn a_report_is_weighed_with_its_trigger_and_municipality_known() {
    given([reported_with_reason_only()]).when(weigh(already_in_hand())).refused(Refusal::TriggerMissing);
    let trigger_only = ReportCase { municipality: None, ..report(Trigger::Arrest, "leiden") };
    given([reported_as(trigger_only)]).when(weigh(already_in_hand())).refused(Refusal::MunicipalityMissing);
    let municipality_only = ReportCase { trigger: None, ..report(Trigger::Arrest, "leiden") };
    given([reported_as(municipality_only)]).when(weigh(already_in_hand())).refused(Refusal::TriggerMissing);
}

#[test]
fn a_bare_report_is_weighed_once_it_is_completed() {
    let completed = completed(complete(Some(Trigger::Zsm), Some("gouda")));
    given([reported_with_reason_only(), completed]).when(weigh(already_in_hand())).accepted();
}

#[test]
fn the_theme_of_a_current_concern_is_known_before_weighing() {
    let no_theme = |trigger| ReportCase { theme: None, ..report(trigger, "leiden") };
    given([reported_as(no_theme(Trigger::CurrentConcern))])
        .when(weigh(already_in_hand()))
        .refused(Refusal::ThemeMissing);
    given([reported_as(report(Trigger::CurrentConcern, "leiden"))]).when(weigh(already_in_hand())).accepted();
    given([reported_as(no_theme(Trigger::Bij))]).when(weigh(already_in_hand())).accepted();
}

#[test]
fn a_subject_need_not_be_known_to_weigh() {
    let about_nobody = ReportCase { subject: None, ..report(Trigger::Arrest, "leiden") };
    given([reported_as(about_nobody)]).when(weigh(Decision::ScheduleFocus)).accepted();
}

#[test]
fn nothing_is_weighed_that_was_not_reported() {
    given([]).when(weigh(already_in_hand())).refused(Refusal::CaseUnknown);
}

// The briefing

#[test]
fn weighing_happens_in_a_briefing() {
    given([reported()]).on(WEIGHED_ON).at_meeting(coming("briefing")).when(weigh_in_briefing()).then([
        Event::CaseWeighed {
            on: day(WEIGHED_ON),
            briefing: Some(meeting_id()),
            criteria: vec![criterion("d")],
            decision: Decision::ScheduleFocus,
        },
    ]);
    for other in WEIGHED.iter().chain(&UNWEIGHED) {
        given([reported()])
            .at_meeting(coming(other))
            .when(weigh_in_briefing())
            .refused(Refusal::MeetingIsNoBriefing);
    }
    given([reported()])
        .at_meeting(coming("not_of_this_region"))
        .when(weigh_in_briefing())
        .refused(Refusal::MeetingIsNoBriefing);
}

#[test]
fn the_briefing_exists_and_was_not_called_off() {
    let briefing = |state| MeetingFacts { state, ..coming("briefing") };
    let at = |state| given([reported()]).at_meeting(briefing(state)).when(weigh_in_briefing());
    at(MeetingState::Planned).accepted();
    at(MeetingState::Held).accepted();
    at(MeetingState::Cancelled).refused(Refusal::MeetingCalledOff);
    given([reported()]).when(weigh_in_briefing()).refused(Refusal::MeetingUnknown);
}

// The agenda

#[test]
fn a_report_is_put_on_the_agenda_of_a_briefing_that_is_to_come() {
    let command = PutOnBriefing { briefing: meeting_id() };
    let at = |meeting| given([reported()]).at_meeting(meeting).when(command);
    let on_agenda = at(coming("briefing")).then([put_on_briefing()]);
    assert_eq!(on_agenda.file().unwrap().briefing, Some(meeting_id()));
    at(coming("focus")).refused(Refusal::MeetingIsNoBriefing);
    at(MeetingFacts { state: MeetingState::Held, ..coming("briefing") }).refused(Refusal::MeetingAlreadyHeld);
    at(MeetingFacts { state: MeetingState::Cancelled, ..coming("briefing") })
        .refused(Refusal::MeetingCalledOff);
    given([reported()]).when(command).refused(Refusal::MeetingUnknown);
}

#[test]
fn a_report_is_on_one_briefing_s_agenda_until_it_is_weighed() {
    let put = |history: Vec<Event>, briefing| {
        given(history).at_meeting(coming("briefing")).when(PutOnBriefing { briefing })
    };
    let on_agenda = vec![reported(), put_on_briefing()];
    put(on_agenda.clone(), meeting_id()).refused(Refusal::AlreadyScheduled);
    put(on_agenda.clone(), later_meeting_id()).accepted();
    let weighed_there = and(on_agenda, [weighed(deferred())]);
    let again = put(weighed_there, meeting_id()).accepted();
    assert_eq!(again.file().unwrap().briefing, Some(meeting_id()));
    put(vec![reported(), weighed(already_in_hand())], meeting_id()).refused(Refusal::AlreadyWeighed);
}

#[test]
fn what_a_local_arrangement_keeps_from_the_briefing_comes_on_no_agenda_of_one() {
    given([reported_as(report(Trigger::Detention, "katwijk"))])
        .at_meeting(coming("briefing"))
        .when(PutOnBriefing { briefing: meeting_id() })
        .refused(Refusal::KeptFromBriefing);
}

// Criteria

#[test]
fn a_focus_meeting_needs_a_and_b_and_c_or_d_or_e() {
    let enough: BTreeSet<String> = [
        "abc", "abcd", "abcde", "abce", "abd", "abde", "abe", "acd", "acde", "ace", "ad", "ade", "ae", "bcd",
        "bcde", "bce", "bd", "bde", "be", "cd", "cde", "ce", "d", "de", "e",
    ]
    .map(String::from)
    .into();
    assert_eq!(subsets().count(), 32);
    for criteria in subsets() {
        let letters: String = criteria.iter().map(|criterion| criterion.as_str()).collect();
        let met = enough.contains(&letters);
        let outcome = given([reported()]).when(WeighCase { criteria, ..weigh(Decision::ScheduleFocus) });
        if met { drop(outcome.accepted()) } else { outcome.refused(Refusal::CriteriaNotMet) }
    }
}

#[test]
fn a_criterion_is_one_of_the_region_s() {
    let unknown = [criterion("d"), criterion("moon_phase")].into();
    given([reported()])
        .when(WeighCase { criteria: unknown, ..weigh(Decision::ScheduleFocus) })
        .refused(Refusal::CriterionUnknown);
}

#[test]
fn a_theme_table_has_criteria_of_its_own() {
    let mut scene = given([reported()]);
    let region = std::sync::Arc::make_mut(&mut scene.context.region);
    let top60 = region.meeting_types.iter_mut().find(|kind| kind.code.as_str() == "top60").unwrap();
    top60.criteria = vec![[criterion("e")].into()];
    let with = |code| WeighCase { criteria: [criterion(code)].into(), ..weigh(Decision::ScheduleTop60) };
    scene.clone().when(with("d")).refused(Refusal::CriteriaNotMet);
    scene.when(with("e")).accepted();
}

#[test]
fn a_decision_that_leads_to_a_meeting_needs_one_in_the_region() {
    let mut scene = given([reported()]);
    let region = std::sync::Arc::make_mut(&mut scene.context.region);
    region.meeting_types.retain(|kind| kind.code.as_str() != "top60");
    scene.clone().when(weigh(Decision::ScheduleTop60)).refused(Refusal::MeetingTypeUnknown);
    scene.when(weigh(Decision::ScheduleFocus)).accepted();
}

#[test]
fn other_decisions_need_no_criteria() {
    for decision in decisions().into_iter().filter(|decision| *decision != Decision::ScheduleFocus) {
        for criteria in subsets() {
            given([reported()]).when(WeighCase { criteria, ..weigh(decision.clone()) }).accepted();
        }
    }
}

// Decisions

#[test]
fn each_decision_is_recorded_and_owes_the_reporter_feedback() {
    let codes: BTreeSet<_> = decisions().iter().map(Decision::code).collect();
    assert_eq!(codes.len(), DecisionCode::ALL.len(), "each decision is tried");
    let reasons: BTreeSet<_> = decisions().iter().filter_map(Decision::no_follow_up).collect();
    assert_eq!(reasons.len(), NoFollowUpCode::ALL.len(), "each reason is tried");

    for decision in decisions() {
        let case = given([reported()]).on(WEIGHED_ON).when(weigh(decision.clone())).accepted();
        let last = file(&case).weighings.last().unwrap();
        assert_eq!((last.on, &last.decision), (day(WEIGHED_ON), &decision));
        assert_eq!(last.criteria, [criterion("d")]);
        assert!(file(&case).feedback_owed, "{}", name_of(&decision));
        let expected = match decision {
            Decision::Escalate { .. } => CaseState::Escalated,
            _ => CaseState::Weighed,
        };
        assert_eq!(state(&case), expected);
    }
}

#[test]
fn bilateral_handling_names_two_partners_at_least() {
    let between = |partners: &[&str]| {
        let partners = partners.iter().map(|partner| organisation(partner)).collect();
        given([reported()]).when(weigh(Decision::HandleBilaterally { partners }))
    };
    between(&[]).refused(Refusal::PartnersMissing);
    between(&["ggd"]).refused(Refusal::PartnersMissing);
    between(&["ggd", "ggd"]).refused(Refusal::PartnersMissing);
    between(&["ggd", "leiden"]).accepted();
    between(&["ggd", "leiden", "halt"]).accepted();
}

#[test]
fn a_decision_is_deferred_to_a_day_that_lies_ahead() {
    let until = |until| given([reported()]).on("2026-01-12").when(weigh(deferred_until(until)));
    until("2026-01-11").refused(Refusal::DeferredToThePast);
    until("2026-01-12").refused(Refusal::DeferredToThePast);
    until("2026-01-13").accepted();
}

// Again

#[test]
fn a_deferred_report_is_weighed_again_in_a_later_briefing() {
    let weighed_again = given([reported(), weighed(deferred()), feedback_given()])
        .when(weigh(Decision::ScheduleFocus))
        .then([weighed_on(TODAY, Decision::ScheduleFocus)]);
    assert_eq!(state(&weighed_again), CaseState::Weighed);
    assert_eq!(file(&weighed_again).weighings.len(), 2);
    assert!(file(&weighed_again).feedback_owed, "on the second decision too");
    given([reported(), weighed(deferred())]).when(weigh(deferred())).accepted();
}

#[test]
fn any_other_decision_is_final() {
    for decision in decisions() {
        let provisional = matches!(
            decision,
            Decision::Escalate { .. } | Decision::NoFollowUp(NoFollowUpReason::Deferred { .. })
        );
        if !provisional {
            given(weighed_and_told(decision)).when(weigh(deferred())).refused(Refusal::AlreadyWeighed);
        }
    }
}

#[test]
fn a_decision_after_a_deferred_one_is_final_again() {
    given([reported(), weighed(deferred()), weighed_on(TODAY, already_in_hand())])
        .when(weigh(deferred()))
        .refused(Refusal::AlreadyWeighed);
}

#[test]
fn a_case_past_weighing_is_not_weighed() {
    let past = || weigh(already_in_hand());
    given(on_agenda()).when(past()).refused(Refusal::PastWeighing);
    given([reported(), scheduled_on("group_approach")]).when(past()).refused(Refusal::PastWeighing);
    given(with_plan()).when(past()).refused(Refusal::PastWeighing);
    given(monitored()).when(past()).refused(Refusal::PastWeighing);
    given([reported(), weighed(decided_to_escalate()), escalated_by_briefing()])
        .when(past())
        .refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(past()).refused(Refusal::CaseClosed);
}

// Feedback

#[test]
fn the_reporter_hears_of_every_decision() {
    for decision in decisions() {
        let case = given([reported(), weighed(decision)]).when(give_feedback()).then([feedback_given()]);
        assert!(!file(&case).feedback_owed);
    }
}

#[test]
fn feedback_can_be_given_late() {
    for history in [on_agenda(), with_plan(), monitored(), and(with_plan(), [escalated()])] {
        let untold = history.into_iter().filter(|event| *event != feedback_given());
        let case = given(untold).when(give_feedback()).accepted();
        assert!(!file(&case).feedback_owed);
    }
}

#[test]
fn without_a_decision_the_reporter_has_nothing_to_hear() {
    given([reported()]).when(give_feedback()).refused(Refusal::NoFeedbackOwed);
    given(weighed_and_told(deferred())).when(give_feedback()).refused(Refusal::NoFeedbackOwed);
    given([reported(), scheduled_on("group_approach")])
        .when(give_feedback())
        .refused(Refusal::NoFeedbackOwed);
}

#[test]
fn the_reporter_s_account_is_kept_so_that_feedback_finds_its_reader() {
    let case = given([]).when(bare_report()).accepted();
    assert_eq!(file(&case).report.source.account, Account("reporter".into()));
}

#[test]
fn a_region_decides_only_on_meetings_that_it_has() {
    let mut scene = given([reported()]);
    let region = std::sync::Arc::make_mut(&mut scene.context.region);
    region.meeting_types.retain(|kind| kind.code.as_str() != "top60");
    scene.clone().when(weigh(Decision::ScheduleTop60)).refused(Refusal::MeetingTypeUnknown);
    scene.when(weigh(Decision::ScheduleFocus)).accepted();
}
