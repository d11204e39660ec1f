//! HANDBOOK §5, life cycle: every command in every state, in one reviewed table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use schakel_domain::Category;
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::personal::Personal;

use crate::at_the_table::{
    at_aftercare, at_session, attend, attended, evaluate, indicate, invite, record_areas,
    record_intervention, report_asked_for, running_case,
};
use crate::bij::{advise, bij_report};
use crate::fixtures::*;
use crate::handovers::hand_over;
use crate::letters::letter_sent;
use crate::linked_reports::assess;
use crate::referrals::{RECEIVING, accept, accepted, complete_referral, offer, reject, revoke};
use crate::scene::{Decides, Given, given};
use crate::sharing::{
    answer, break_glass, information_requested, list_participant, participant_listed, record_consent,
    remove_participant, request_information, retract, share, shared, withdraw_request,
};
use crate::shielding::{SHIELDED, case_shielded, report_shielded, shielded_report};

/// Every state, by a name that says how the case came there.
pub fn states() -> Vec<(String, Vec<Event>)> {
    let named = |name: &str, history: Vec<Event>| (name.to_owned(), history);
    let judged_case = || and(monitored(), [judged()]);
    let mut states = vec![
        named("unreported", vec![]),
        named("reported with a reason only", vec![reported_with_reason_only()]),
        named("reported", vec![reported()]),
        named(
            "reported, detention under a local arrangement",
            vec![reported_as(report(Trigger::Detention, "alphen_aan_den_rijn"))],
        ),
        named(
            "reported, detention, to a table that keeps its own register",
            vec![reported_as(report(Trigger::Detention, "katwijk"))],
        ),
        named("weighed: schedule_focus, feedback owed", vec![reported(), weighed(Decision::ScheduleFocus)]),
        named("weighed: already_in_hand, feedback owed", vec![reported(), weighed(already_in_hand())]),
    ];
    for decision in decisions() {
        let name = format!("weighed: {}", name_of(&decision));
        match decision {
            Decision::Escalate { .. } => {
                let escalated = and(weighed_and_told(decision), [escalated_by_briefing()]);
                states.push((format!("escalated by the briefing, {name}"), escalated.clone()));
                states.push((format!("{name}, returned"), and(escalated, [returned()])));
            }
            decision => states.push((name, weighed_and_told(decision))),
        }
    }
    states.extend([
        named("reported, linked to an active case", vec![reported(), linked()]),
        named("reported, BIJ", vec![bij_report()]),
        named("scheduled", on_agenda()),
        named("scheduled without weighing", vec![reported(), scheduled_on("group_approach")]),
        named("scheduled at a local safety room", vec![reported(), scheduled_on("local_safety_room")]),
        named("scheduled, feedback owed", vec![reported(), weighed(Decision::ScheduleFocus), scheduled()]),
        named("scheduled, with a plan in force", back_with_plan()),
        named(
            "scheduled for a meeting, with participant, request and item",
            and(on_agenda(), [participant_listed(), information_requested(), shared()]),
        ),
        named(
            "scheduled, discussed",
            and(
                on_agenda(),
                [participant_listed(), attended(ClientPresence::Present { support_person: false })],
            ),
        ),
        named("scheduled for aftercare", at_aftercare()),
        named("scheduled for the session on systematic offenders", at_session()),
        named("scheduled for that session, a report asked for", and(at_session(), [report_asked_for()])),
        named("reported, shielded", vec![shielded_report()]),
        named("scheduled, shielded", vec![shielded_report(), scheduled_on(SHIELDED)]),
        named("planned, shielded", and(with_plan(), [case_shielded()])),
        named("scheduled, offered to the caller's organisation", and(on_agenda(), [offered_back()])),
        named(
            "scheduled, accepted by the caller's organisation",
            and(on_agenda(), [offered_back(), accepted()]),
        ),
        named("planned", with_plan()),
        named("planned, judged", and(with_plan(), [judged()])),
        named("monitored", monitored()),
        named("monitored, judged, with ZSM advice", and(judged_case(), [advice_set(1)])),
        named("monitored, judged, feedback owed", {
            judged_case().into_iter().filter(|event| *event != feedback_given()).collect()
        }),
        named("escalated from weighed: deferred", and(weighed_and_told(deferred()), [escalated()])),
        named("escalated from scheduled", and(on_agenda(), [escalated()])),
        named("escalated from scheduled, with a plan in force", and(back_with_plan(), [escalated()])),
        named("escalated from planned", and(with_plan(), [escalated()])),
        named("escalated from monitored", and(monitored(), [escalated()])),
        named("closed with results", closed_with_results()),
        named("closed without a plan", and(on_agenda(), [closed(no_plan_needed())])),
        named(
            "closed after weighing",
            and(weighed_and_told(partners_informed()), [closed(ClosingGround::NoFollowUp)]),
        ),
        named("planned, hidden", and(with_plan(), [hidden()])),
        named("planned, restricted", and(with_plan(), [restricted()])),
        named("planned, under legal hold", and(with_plan(), [hold_placed()])),
        named("closed, hidden", and(closed_with_results(), [hidden()])),
        named("closed, restricted", and(closed_with_results(), [restricted()])),
        named("closed, kept longer", and(closed_with_results(), [kept_until("2036-01-01")])),
        named("closed, under legal hold", and(closed_with_results(), [hold_placed()])),
        named("erased", erased_case()),
        named("erased while restricted", and(closed_with_results(), [restricted(), erased()])),
        named("erased, with proof", and(erased_case(), [keys_destroyed()])),
    ]);
    states
}

/// A referral from its usual receiver to the organisation of the scene.
fn offered_back() -> Event {
    let to = crate::scene::context().organisation;
    let OfferReferral { referral, question, .. } = offer();
    let (from, question) = (organisation(RECEIVING), Personal::of_stream(question));
    Event::ReferralOffered { referral, from, to, question }
}

/// Every command, some in several forms.
fn commands() -> Vec<(&'static str, Command)> {
    vec![
        ("ReportCase", report(Trigger::Arrest, "leiden").into()),
        ("ReportCase shielded", report_shielded().into()),
        ("CompleteReport", complete(Some(Trigger::Bij), Some("gouda")).into()),
        ("IdentifySubject", IdentifySubject { member: member_id(1), person: person_id(1) }.into()),
        ("LinkReport", link(7).into()),
        ("PutOnBriefing", PutOnBriefing { briefing: meeting_id() }.into()),
        ("AssessLinkedReport", assess(true).into()),
        ("AdviseMayor", advise().into()),
        ("WeighCase schedule_focus", weigh(Decision::ScheduleFocus).into()),
        ("WeighCase escalate", weigh(decided_to_escalate()).into()),
        ("GiveFeedback", give_feedback().into()),
        ("ScheduleCase focus", schedule("focus").into()),
        ("ScheduleCase top60", schedule("top60").into()),
        ("ScheduleCase aftercare", schedule("aftercare").into()),
        ("ScheduleCase local_aftercare", schedule("local_aftercare").into()),
        ("ScheduleCase local_safety_room", schedule("local_safety_room").into()),
        ("ScheduleCase radicalisation", schedule(SHIELDED).into()),
        ("ScheduleCase focus at another meeting", move_to_meeting("focus").into()),
        ("SetPlan", set_plan().into()),
        ("ReplaceCaseHolder", replace_case_holder().into()),
        ("UpdateAgreement", update_agreement(1).into()),
        ("RecordMonitoringContact month_1", contact(MonitoringMoment::Month1).into()),
        ("PutBackOnAgenda", put_back(AgendaReason::PlanNeedsAdjusting).into()),
        ("ExtendDirection", extend("2026-10-01").into()),
        ("EscalateCase", escalate().into()),
        ("EscalateCase house", EscalateCase { level: EscalationLevel::House, ..escalate() }.into()),
        ("RecordEscalationOutcome", record_outcome().into()),
        ("SetZsmAdvice", set_advice().into()),
        ("WithdrawZsmAdvice", WithdrawZsmAdvice.into()),
        ("JudgeResults", judge().into()),
        ("CloseCase", CloseCase.into()),
        ("CloseAfterWeighing", close_after_weighing(Some("ggd")).into()),
        ("CloseWithoutPlan", close_without_plan().into()),
        ("HideCase", hide().into()),
        ("RevealCase", reveal().into()),
        ("RestrictCase", restrict().into()),
        ("LiftCaseRestriction", lift_restriction().into()),
        ("ExtendRetention", keep_until("2035-01-01").into()),
        ("PlaceLegalHold", place_hold().into()),
        ("LiftLegalHold", lift_hold().into()),
        ("EraseCase retention_expired", erase_case(ErasureGround::RetentionExpired).into()),
        ("EraseCase request_granted", erase_case(on_request()).into()),
        ("RecordDestruction", record_destruction().into()),
        ("ListParticipant", list_participant().into()),
        ("RemoveParticipant", remove_participant().into()),
        ("RequestInformation", request_information().into()),
        ("AnswerInformationRequest", answer(true).into()),
        ("WithdrawInformationRequest", withdraw_request().into()),
        ("ShareInformation", share(Category::Probation).into()),
        ("RecordConsent", record_consent(true).into()),
        ("RetractInformation", retract().into()),
        ("BreakGlass", break_glass().into()),
        ("OfferReferral", offer().into()),
        ("AcceptReferral", accept().into()),
        ("RejectReferral", reject().into()),
        ("CompleteReferral", complete_referral().into()),
        ("RevokeReferral", revoke().into()),
        ("RecordElsewhereCheck", running_case().into()),
        ("DecideOnClient", invite().into()),
        ("RecordAttendance", attend().into()),
        ("RecordLetterSent", letter_sent().into()),
        ("RecordEvaluation", evaluate(Evaluator::CaseHolder).into()),
        ("RecordLifeAreas", record_areas().into()),
        ("IndicateSystematicOffender", indicate().into()),
        ("RecordIntervention", record_intervention().into()),
        ("HandOverCase", hand_over([Category::Identity]).into()),
    ]
}

fn scene(history: Vec<Event>) -> Given<Case> {
    given(history).by(CASE_HOLDER).at_meeting(focus()).while_active([case_id(7)]).mandated_by("leiden")
}

#[test]
fn the_table_has_every_command_and_every_state() {
    let tried: BTreeSet<_> =
        commands().iter().map(|(name, _)| name.split(' ').next().unwrap().to_owned()).collect();
    let known: BTreeSet<_> = Command::NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(tried, known);

    let reached: BTreeSet<_> = states()
        .into_iter()
        .filter_map(|(_, history)| Case::replay(history).file().map(|file| file.phase.state()))
        .collect();
    assert_eq!(reached.len(), CaseState::ALL.len());
}

#[test]
fn every_command_in_every_state() {
    let mut table = String::new();
    for (name, history) in states() {
        writeln!(table, "{name}").unwrap();
        let mut refused: BTreeMap<Refusal, Vec<&str>> = BTreeMap::new();
        for (command_name, command) in commands() {
            let Given { state, context } = scene(history.clone());
            match state.decide(command, &context) {
                Ok(events) => writeln!(table, "  {command_name} -> {}", after(state, events)).unwrap(),
                Err(refusal) => refused.entry(refusal).or_default().push(command_name),
            }
        }
        for (refusal, names) in refused {
            writeln!(table, "  {refusal}: {}", names.join(", ")).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

/// The state, and the names of the events that led to it.
fn after(mut case: Case, events: Vec<Event>) -> String {
    let names: Vec<_> = events.iter().map(|event| event.kind().name).collect();
    events.into_iter().for_each(|event| cqrs_es::Aggregate::apply(&mut case, event));
    let phase = &file(&case).phase;
    let decision = match phase {
        Phase::Weighed(decision) => format!(": {}", name_of(decision)),
        Phase::Escalated { from, .. } => format!(" from {}", from.state().code()),
        Phase::Closed { data: ClosedData::Erased(_), .. } => " and erased".to_owned(),
        _ => String::new(),
    };
    let plan = phase.direction().map(|direction| format!(", plan {}", direction.plan.version));
    format!("{}{decision}{} ({})", phase.state().code(), plan.unwrap_or_default(), names.join(", "))
}

#[test]
fn the_framework_writes_what_was_decided() {
    use cqrs_es::test::TestFramework;
    let context = crate::scene::context();
    TestFramework::<Case>::with(context.clone())
        .given(on_agenda())
        .when(set_plan().into())
        .then_expect_events(vec![plan_set_on(1, TODAY)]);
    let refused =
        TestFramework::<Case>::with(context).given(on_agenda()).when(CloseCase.into()).inspect_result();
    assert_eq!(refused.unwrap_err(), Refusal::NoPlanInForce);
}
