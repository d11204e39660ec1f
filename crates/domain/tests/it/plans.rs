//! HANDBOOK §5: the plan of approach, its versions, its agreements and its one case holder.

use schakel_domain::case::*;
use schakel_domain::code::Code;

use crate::fixtures::*;
use crate::region::PILLARS;
use crate::scene::given;

#[test]
fn the_meeting_sets_a_plan_and_appoints_the_case_holder() {
    let case = given(on_agenda()).on(PLAN_SET_ON).when(set_plan()).then([plan_set()]);
    assert_eq!(state(&case), CaseState::Planned);
    let direction = direction(&case);
    assert_eq!(direction.case_holder, professional(CASE_HOLDER));
    assert_eq!(direction.plan, plan(1, PLAN_SET_ON));
    assert_eq!(direction.appointment.meeting_type, meeting_type_code("focus"));
    assert!(direction.contacts.is_empty());
    assert_eq!(direction.results, None);
    let states: Vec<_> = direction.agreements.iter().map(|(id, state)| (*id, *state)).collect();
    assert_eq!(states, [1, 2].map(|number| (agreement_id(number), AgreementState::Open)));
}

#[test]
fn a_plan_has_goals_and_agreements() {
    given(on_agenda()).when(SetPlan { goals: vec![], ..set_plan() }).refused(Refusal::GoalsMissing);
    given(on_agenda()).when(SetPlan { agreements: vec![], ..set_plan() }).refused(Refusal::AgreementsMissing);
}

#[test]
fn an_agreement_is_due_when_the_plan_is_set_or_later() {
    let due = |by| {
        let agreements = vec![agreement(1), Agreement { by: day(by), ..agreement(2) }];
        given(on_agenda()).on(PLAN_SET_ON).when(SetPlan { agreements, ..set_plan() })
    };
    due("2026-01-25").refused(Refusal::AgreementDueBeforePlan);
    due(PLAN_SET_ON).accepted();
    due("2026-01-27").accepted();
}

#[test]
fn only_a_meeting_sets_a_plan() {
    given([]).when(set_plan()).refused(Refusal::CaseUnknown);
    given([reported()]).when(set_plan()).refused(Refusal::NotScheduled);
    given(weighed_and_told(Decision::ScheduleFocus)).when(set_plan()).refused(Refusal::NotScheduled);
    given(with_plan()).when(set_plan()).refused(Refusal::NotScheduled);
    given(monitored()).when(set_plan()).refused(Refusal::NotScheduled);
    given(and(on_agenda(), [escalated()])).when(set_plan()).refused(Refusal::CaseEscalated);
    given(closed_with_results()).when(set_plan()).refused(Refusal::CaseClosed);
}

#[test]
fn a_plan_can_be_set_before_the_reporter_was_told() {
    let case = given([reported(), weighed(Decision::ScheduleFocus), scheduled()]).when(set_plan()).accepted();
    assert!(file(&case).feedback_owed);
}

#[test]
fn the_meeting_can_advise_zsm_with_the_plan() {
    let command = SetPlan { zsm_advice: Some(advice("Snelle zitting gewenst")), ..set_plan() };
    let case = given(on_agenda()).when(command).then([plan_set_on(1, TODAY), advice_set(1)]);
    assert!(file(&case).zsm_advice.current.is_some());
    given(on_agenda())
        .when(SetPlan { zsm_advice: Some(advice_without_measures()), ..set_plan() })
        .refused(Refusal::MeasuresMissing);
}

// Versions

#[test]
fn adjusting_the_plan_makes_a_new_version_and_old_versions_stay_readable() {
    let case = given(back_with_plan()).on("2026-03-02").when(set_plan()).then([plan_set_on(2, "2026-03-02")]);
    assert_eq!(file(&case).plans, [plan(1, PLAN_SET_ON), plan(2, "2026-03-02")]);
    assert_eq!(direction(&case).plan.version, 2);
    let again = and(back_with_plan(), [plan_set_on(2, "2026-03-02"), back_on_agenda()]);
    given(again).on("2026-04-01").when(set_plan()).then([plan_set_on(3, "2026-04-01")]);
}

#[test]
fn a_new_version_replaces_case_holder_agreements_and_judgement() {
    let judged_before = and(monitored(), [judged(), back_on_agenda()]);
    let successor =
        SetPlan { case_holder: professional(SUCCESSOR), agreements: vec![agreement(9)], ..set_plan() };
    let case = given(judged_before).when(successor).accepted();
    let direction = direction(&case);
    assert_eq!(direction.case_holder, professional(SUCCESSOR));
    assert_eq!(direction.agreements.keys().collect::<Vec<_>>(), [&agreement_id(9)]);
    assert_eq!(direction.results, None, "the new plan is yet to be judged");
    assert_eq!(state(&case), CaseState::Planned);
}

// Agreements

#[test]
fn an_agreement_s_state_is_kept() {
    for state in AgreementState::ALL {
        let command = UpdateAgreement { state: *state, ..update_agreement(2) };
        let case = given(with_plan()).when(command).accepted();
        assert_eq!(direction(&case).agreements[&agreement_id(2)], *state);
        assert_eq!(direction(&case).agreements[&agreement_id(1)], AgreementState::Open);
    }
}

#[test]
fn an_agreement_s_state_is_the_owner_s_and_the_case_holder_s_to_record() {
    given(with_plan()).of_organisation("reclassering_nederland").when(update_agreement(1)).accepted();
    given(with_plan()).of_organisation("politie").by(CASE_HOLDER).when(update_agreement(1)).accepted();
    let another = given(with_plan()).of_organisation("politie").by(PROCESS_DIRECTOR);
    another.when(update_agreement(1)).refused(Refusal::NotTheOwner);
}

#[test]
fn agreements_of_the_plan_in_force_are_updated_wherever_the_case_is() {
    let escalations = [with_plan(), monitored(), back_with_plan()].map(|history| and(history, [escalated()]));
    for history in [with_plan(), monitored(), back_with_plan()].into_iter().chain(escalations) {
        let case = given(history).when(update_agreement(1)).accepted();
        assert_eq!(direction(&case).agreements[&agreement_id(1)], AgreementState::Done);
    }
}

#[test]
fn an_agreement_belongs_to_the_plan_in_force() {
    given(with_plan()).when(update_agreement(3)).refused(Refusal::AgreementUnknown);
    given(on_agenda()).when(update_agreement(1)).refused(Refusal::NoPlanInForce);
    given([reported()]).when(update_agreement(1)).refused(Refusal::NoPlanInForce);
    given(closed_with_results()).when(update_agreement(1)).refused(Refusal::CaseClosed);
    let other_agreements = Plan { agreements: vec![agreement(9)], ..plan(2, TODAY) };
    let replaced = Event::PlanSet { plan: other_agreements, case_holder: professional(CASE_HOLDER) };
    given(and(back_with_plan(), [replaced])).when(update_agreement(1)).refused(Refusal::AgreementUnknown);
}

// Case holder

#[test]
fn a_case_with_a_plan_always_has_exactly_one_case_holder() {
    for history in [with_plan(), monitored(), back_with_plan(), and(monitored(), [escalated()])] {
        let case = given(history).when(replace_case_holder()).then([case_holder_replaced()]);
        assert_eq!(direction(&case).case_holder, professional(SUCCESSOR));
    }
}

#[test]
fn a_case_without_a_plan_has_no_case_holder_to_replace() {
    given([]).when(replace_case_holder()).refused(Refusal::CaseUnknown);
    given([reported()]).when(replace_case_holder()).refused(Refusal::NoPlanInForce);
    given(weighed_and_told(Decision::ScheduleFocus))
        .when(replace_case_holder())
        .refused(Refusal::NoPlanInForce);
    given(on_agenda()).when(replace_case_holder()).refused(Refusal::NoPlanInForce);
    given(closed_with_results()).when(replace_case_holder()).refused(Refusal::CaseClosed);
}

#[test]
fn somebody_who_is_the_case_holder_does_not_become_it() {
    given(and(with_plan(), [case_holder_replaced()]))
        .when(replace_case_holder())
        .refused(Refusal::AlreadyCaseHolder);
}

// Pillars

#[test]
fn each_agreement_of_a_top60_plan_stands_on_one_of_its_pillars_and_no_other_on_any() {
    let at_top60 = || given(and(weighed_and_told(Decision::ScheduleTop60), [scheduled_on("top60")]));
    for pillar in PILLARS {
        let case = at_top60().when(set_plan_on(Some(pillar))).accepted();
        let agreements = &direction(&case).plan.agreements;
        assert!(agreements.iter().all(|it| it.pillar.as_ref().is_some_and(|code| code.as_str() == pillar)));
    }
    at_top60().when(set_plan()).refused(Refusal::PillarMissing);
    let half = SetPlan {
        agreements: vec![set_plan_on(Some(PILLARS[0])).agreements.remove(0), agreement(2)],
        ..set_plan()
    };
    at_top60().when(half).refused(Refusal::PillarMissing);
    at_top60().when(set_plan_on(Some("stonehenge"))).refused(Refusal::PillarUnknown);
    given(on_agenda()).when(set_plan_on(Some(PILLARS[0]))).refused(Refusal::PillarNotExpected);
}
