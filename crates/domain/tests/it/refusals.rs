//! Every refusal has a case in which it is given.

use std::collections::BTreeSet;

use schakel_domain::case::*;
use schakel_domain::meeting::{self, MeetingState};
use schakel_domain::region::{SubregionCode, ThemeCode};
use schakel_domain::{
    Category, MeetingFacts, PersonFacts, Role, bottleneck, covenant, inquiry, organisation as partner,
    person, subject_request, trajectory,
};

use crate::at_the_table::{
    at_aftercare, at_session, attend, attended, both_listed, check, checked, decided_alone,
    decided_elsewhere, evaluate, indicate, invite, invited, not_invited, record_areas, record_intervention,
    report_asked_for,
};
use crate::bij::{advise, advise_on, advised, bij_report};
use crate::bottlenecks::{self, raise_bottleneck, raised};
use crate::covenants::{
    admit, admitted, adopt_covenant, amend, annex, covenant_adopted, covenant_ended, end_signature, sign,
    signed, withdraw_annex,
};
use crate::fixtures::*;
use crate::handovers::hand_over;
use crate::inquiries::{inquiry_registered, register_inquiry};
use crate::letters::letter_sent;
use crate::linked_reports::{assess, assessed};
use crate::meetings_logistics::{
    cancel, cancelled, non_disclosure_signed, plan_meeting, planned, sign_non_disclosure, to_sign,
};
use crate::organisations::{
    authorise, contact_of_municipality, correct_organisation, exited, house, organisation_registered,
    register_organisation, registered_as, two_contacts, withdraw,
};
use crate::persons::{
    self, ANOTHER, correct, lift, merge, register, registered, relate, related, restrict, undo_merge,
    unrelate,
};
use crate::referrals::{
    RECEIVING, accept, accepted, complete_referral, offer, offered, reject, rejected, revoke,
};
use crate::region::{MIDDEN_HOLLAND, OF_OWN_REGISTER, coming, list_of, table_of};
use crate::scene::{
    Decides, Given, given, given_bottleneck, given_covenant, given_inquiry, given_meeting,
    given_organisation, given_person, given_request, given_trajectory,
};
use crate::sharing::{
    answer, answered, break_glass, consent_recorded, glass_broken, information_requested, list_participant,
    participant_listed, record_consent, remove_participant, request_information, retract, share, shared,
    shared_without_consent, withdraw_request,
};
use crate::shielding::shielded_report;
use crate::subject_requests::{
    decide_request, extend_request, ready_to_complete, record_state, register_request, request_completed,
    request_decided, request_extended, request_registered,
};
use crate::trajectories::{self, pay, start_trajectory, started, take_away_obstacle};

type Row<A, C> = (Given<A>, C);

/// Runs each row and returns what was given for refusal.
fn given_for<A: Decides>(rows: Vec<Row<A, A::Command>>) -> Vec<A::Error> {
    rows.into_iter()
        .map(|(scene, command)| scene.state.decide(command, &scene.context).unwrap_err())
        .collect()
}

fn case_rows() -> Vec<(Refusal, Row<Case, Command>)> {
    use Refusal::*;
    let with = |refusal, history: Vec<Event>, command: Command| (refusal, (given(history), command));
    let at = |refusal, meeting: MeetingFacts| {
        let scene = given(weighed_and_told(Decision::ScheduleFocus)).at_meeting(meeting);
        (refusal, (scene, Command::from(schedule_at_meeting("focus"))))
    };
    let decided = || weighed_and_told(Decision::ScheduleFocus);
    let decided_in_alphen = || {
        vec![reported_as(report(Trigger::Arrest, "alphen_aan_den_rijn")), weighed(Decision::ScheduleFocus)]
    };
    let back = || put_back(AgendaReason::AskedByPartner);
    let early = RecordMonitoringContact { on: Some(day(WEIGHED_ON)), ..contact(MonitoringMoment::Month1) };
    let ahead = RecordMonitoringContact { on: Some(day(ENDS_ON)), ..contact(MonitoringMoment::Month1) };
    let no_theme = ReportCase { theme: None, ..report(Trigger::CurrentConcern, "leiden") };
    let no_municipality = ReportCase { municipality: None, ..report(Trigger::Arrest, "leiden") };
    let nobody = CaseSubject { kind: SubjectKind::Person, members: vec![] };
    let due = Agreement { by: day(WEIGHED_ON), ..agreement(1) };
    let identify = |number| IdentifySubject { member: member_id(number), person: person_id(1) };
    let at_top60 = || vec![reported(), weighed(Decision::ScheduleTop60), scheduled_on("top60")];
    let briefing = || WeighCase { briefing: Some(meeting_id()), ..weigh(deferred()) };
    vec![
        with(CaseAlreadyReported, vec![reported()], bare_report().into()),
        with(CaseUnknown, vec![], give_feedback().into()),
        with(CaseClosed, closed_with_results(), CloseCase.into()),
        with(CaseEscalated, and(decided(), [escalated()]), escalate().into()),
        with(CaseNotEscalated, decided(), record_outcome().into()),
        with(
            DoesNotEscalateToHouse,
            decided(),
            EscalateCase { level: EscalationLevel::House, ..escalate() }.into(),
        ),
        with(NothingToComplete, vec![reported()], complete(None, None).into()),
        with(SubjectDoesNotFitKind, vec![], ReportCase { subject: Some(nobody), ..bare_report() }.into()),
        with(SubjectAlreadyIdentified, vec![reported(), identified()], identify(1).into()),
        with(MemberUnknown, vec![reported()], identify(9).into()),
        with(MunicipalityUnknown, vec![], report(Trigger::Arrest, "rotterdam").into()),
        with(
            ThemeUnknown,
            vec![],
            ReportCase { theme: Some(ThemeCode::new("astrology")), ..bare_report() }.into(),
        ),
        with(MeetingTypeUnknown, decided(), schedule("seance").into()),
        with(
            MeetingTypeNotShielded,
            vec![],
            ReportCase { shielded: Some(meeting_type_code("focus")), ..bare_report() }.into(),
        ),
        with(CaseShielded, vec![shielded_report()], schedule("focus").into()),
        with(
            ReleaseDateNotExpected,
            vec![reported()],
            CompleteReport { release_date: Some(day(ENDS_ON)), ..complete(None, None) }.into(),
        ),
        with(LinkedToItself, vec![reported()], link(1).into()),
        with(AlreadyLinked, vec![reported(), linked()], link(7).into()),
        with(LinkedCaseNotActive, vec![reported()], link(7).into()),
        with(NotLinked, vec![reported()], assess(false).into()),
        with(LinkAlreadyAssessed, vec![reported(), linked(), assessed(true)], assess(false).into()),
        with(NoBijReport, vec![reported()], advise().into()),
        with(MayorAlreadyAdvised, vec![bij_report(), advised()], advise().into()),
        with(NotMandated, vec![bij_report()], advise().into()),
        (AdviceInTheFuture, (given([bij_report()]).mandated_by("leiden"), advise_on(ENDS_ON).into())),
        with(TriggerMissing, vec![reported_with_reason_only()], weigh(deferred()).into()),
        with(MunicipalityMissing, vec![reported_as(no_municipality)], weigh(deferred()).into()),
        with(ThemeMissing, vec![reported_as(no_theme)], weigh(deferred()).into()),
        with(
            KeptFromBriefing,
            vec![reported_as(report(Trigger::Detention, "katwijk"))],
            weigh(deferred()).into(),
        ),
        with(AlreadyWeighed, decided(), weigh(deferred()).into()),
        with(PastWeighing, on_agenda(), weigh(deferred()).into()),
        with(
            CriterionUnknown,
            vec![reported()],
            WeighCase { criteria: [criterion("z")].into(), ..weigh(Decision::ScheduleFocus) }.into(),
        ),
        with(
            CriteriaNotMet,
            vec![reported()],
            WeighCase { criteria: BTreeSet::new(), ..weigh(Decision::ScheduleFocus) }.into(),
        ),
        with(DeferredToThePast, vec![reported()], weigh(deferred_until(TODAY)).into()),
        with(
            PartnersMissing,
            vec![reported()],
            weigh(Decision::HandleBilaterally { partners: vec![organisation("ggd")] }).into(),
        ),
        (MeetingIsNoBriefing, (given([reported()]).at_meeting(focus()), briefing().into())),
        with(MeetingUnknown, vec![reported()], briefing().into()),
        at(MeetingCalledOff, MeetingFacts { state: MeetingState::Cancelled, ..focus() }),
        at(MeetingAlreadyHeld, MeetingFacts { state: MeetingState::Held, ..focus() }),
        at(MeetingIsOfAnotherType, coming("top60")),
        (
            MeetingIsOfAnotherSubregion,
            (
                given(weighed_and_told(Decision::MonitorAftercare)).at_meeting(table_of(MIDDEN_HOLLAND)),
                schedule_at_meeting("aftercare").into(),
            ),
        ),
        (
            MeetingIsOfAnotherMunicipality,
            (
                given(weighed_and_told(Decision::ScheduleTop60)).at_meeting(list_of("gouda")),
                schedule_at_meeting("top60").into(),
            ),
        ),
        with(
            SubjectTooYoung,
            vec![reported_of_a_minor(), weighed(Decision::ScheduleAftercare)],
            schedule("aftercare").into(),
        ),
        with(NoFeedbackOwed, vec![reported()], give_feedback().into()),
        with(
            FeedbackOutstanding,
            vec![reported(), weighed(already_in_hand())],
            close_after_weighing(None).into(),
        ),
        with(NotWeighed, vec![reported()], escalate().into()),
        with(NoDecisionToSchedule, weighed_and_told(deferred()), schedule("focus").into()),
        with(DecisionNamesAnotherMeeting, decided(), schedule("top60").into()),
        with(BriefingIsForWeighing, decided(), schedule("briefing").into()),
        with(MunicipalContactMissing, decided_in_alphen(), schedule("focus").into()),
        with(MunicipalContactNotExpected, decided(), schedule_with_contact("focus").into()),
        with(NotTheMunicipalContact, decided_in_alphen(), schedule_with_contact("focus").into()),
        with(TableKeepsOwnRegister, vec![reported()], schedule(OF_OWN_REGISTER).into()),
        with(AlreadyScheduled, on_agenda(), schedule("focus").into()),
        (
            DiscussedOnce,
            (
                given(and(on_agenda(), [discussed("focus")])).at_meeting(focus()),
                move_to_meeting("focus").into(),
            ),
        ),
        with(NotScheduled, decided(), set_plan().into()),
        with(AgreementsMissing, on_agenda(), SetPlan { agreements: vec![], ..set_plan() }.into()),
        with(GoalsMissing, on_agenda(), SetPlan { goals: vec![], ..set_plan() }.into()),
        with(AgreementDueBeforePlan, on_agenda(), SetPlan { agreements: vec![due], ..set_plan() }.into()),
        with(PillarMissing, at_top60(), set_plan().into()),
        with(PillarUnknown, at_top60(), set_plan_on(Some("stonehenge")).into()),
        with(PillarNotExpected, on_agenda(), set_plan_on(Some("swift_punishment")).into()),
        with(NoPlanInForce, on_agenda(), CloseCase.into()),
        with(PlanInForce, with_plan(), close_without_plan().into()),
        with(BackOnAgenda, back_with_plan(), CloseCase.into()),
        with(AgreementUnknown, with_plan(), update_agreement(9).into()),
        (NotTheOwner, (given(with_plan()).of_organisation("politie"), update_agreement(1).into())),
        with(ContactAlreadyRecorded, monitored(), contact(MonitoringMoment::Week1).into()),
        with(ContactInTheFuture, with_plan(), ahead.into()),
        with(ContactBeforePlan, with_plan(), early.into()),
        with(
            CaseHolderNotConsulted,
            with_plan(),
            PutBackOnAgenda { case_holder_consulted: false, ..back() }.into(),
        ),
        with(AskingPartnerMissing, with_plan(), PutBackOnAgenda { asked_by: None, ..back() }.into()),
        with(
            AskingPartnerNotExpected,
            with_plan(),
            PutBackOnAgenda { reason: AgendaReason::ProgressStagnates, ..back() }.into(),
        ),
        with(AlreadyCaseHolder, and(with_plan(), [case_holder_replaced()]), replace_case_holder().into()),
        with(EndNotLater, with_plan(), extend(ENDS_ON).into()),
        with(MeasuresMissing, with_plan(), SetZsmAdvice { advice: advice_without_measures() }.into()),
        with(NotYetDiscussed, vec![reported()], set_advice().into()),
        with(NoZsmAdvice, with_plan(), WithdrawZsmAdvice.into()),
        with(NotTheCaseHolder, with_plan(), judge().into()),
        with(ResultsNotJudged, with_plan(), CloseCase.into()),
        with(DecisionProvisional, weighed_and_told(deferred()), close_after_weighing(None).into()),
        with(MeetingOutstanding, decided(), close_after_weighing(None).into()),
        with(NotReportedDone, weighed_and_told(bilaterally()), close_after_weighing(None).into()),
        with(
            NotAHandlingPartner,
            weighed_and_told(bilaterally()),
            close_after_weighing(Some("nationale_politie")).into(),
        ),
        with(CaseHidden, and(with_plan(), [hidden()]), hide().into()),
        with(CaseNotHidden, with_plan(), reveal().into()),
        with(UseIsRestricted, and(with_plan(), [restricted()]), judge().into()),
        with(UseNotRestricted, with_plan(), lift_restriction().into()),
        with(CaseNotClosed, with_plan(), erase_case(on_request()).into()),
        with(LegalHoldInForce, and(closed_with_results(), [hold_placed()]), erase_case(on_request()).into()),
        with(NoLegalHold, closed_with_results(), lift_hold().into()),
        with(TermNotPassed, closed_with_results(), erase_case(ErasureGround::RetentionExpired).into()),
        with(CaseErased, erased_case(), hide().into()),
        with(CaseNotErased, closed_with_results(), record_destruction().into()),
        with(DestructionRecorded, and(erased_case(), [keys_destroyed()]), record_destruction().into()),
        with(NotOnThatAgenda, vec![reported()], list_participant().into()),
        with(AlreadyListed, and(on_agenda(), [participant_listed()]), list_participant().into()),
        with(NotListed, on_agenda(), remove_participant().into()),
        with(AlreadyAsked, vec![reported(), information_requested()], request_information().into()),
        with(
            AnswerDueInThePast,
            vec![reported()],
            RequestInformation { answer_by: Some(day(REPORTED_ON)), ..request_information() }.into(),
        ),
        with(RequestUnknown, vec![reported()], withdraw_request().into()),
        with(
            RequestNotOpen,
            vec![reported(), information_requested(), answered()],
            withdraw_request().into(),
        ),
        with(NotTheAddressee, vec![reported(), information_requested()], answer(true).into()),
        with(InformationAlreadyShared, and(on_agenda(), [shared()]), share(Category::Plan).into()),
        with(InformationUnknown, on_agenda(), retract().into()),
        (NotTheSource, (given(on_agenda()).of_organisation("ggd"), share(Category::Plan).into())),
        with(CategoryNotInAnnex, on_agenda(), share(Category::Police).into()),
        with(
            ConsentNotGiven,
            on_agenda(),
            ShareInformation { consent: Consent::Withdrawn, ..share(Category::Plan) }.into(),
        ),
        with(ConsentNotNeeded, and(on_agenda(), [shared_without_consent()]), record_consent(true).into()),
        with(
            ConsentAlreadyRecorded,
            and(on_agenda(), [shared(), consent_recorded(Consent::Given)]),
            record_consent(true).into(),
        ),
        with(GlassIsBroken, vec![reported(), glass_broken()], break_glass().into()),
        with(
            ReferredToItself,
            on_agenda(),
            OfferReferral { to: organisation("reclassering_nederland"), ..offer() }.into(),
        ),
        with(
            ReferredToTheHouse,
            on_agenda(),
            OfferReferral { to: organisation("veiligheidshuis"), ..offer() }.into(),
        ),
        with(AlreadyReferred, and(on_agenda(), [offered()]), offer().into()),
        (NotTheReferrer, (given(on_agenda()).of_organisation("fivoor"), offer().into())),
        with(ReferralUnknown, on_agenda(), revoke().into()),
        (ReferralNotOpen, (received(&[offered(), accepted()]), reject().into())),
        with(NotTheReceiver, and(on_agenda(), [offered()]), accept().into()),
        (ReferralNotAccepted, (received(&[offered()]), complete_referral().into())),
        with(ReferralEnded, and(on_agenda(), [offered(), rejected()]), revoke().into()),
        with(
            PickUpUndecided,
            vec![reported()],
            check(ElsewhereParty::CareNetwork, Elsewhere::Known { picked_up_by: None }).into(),
        ),
        with(
            HandledByVeiligThuis,
            vec![reported(), checked(ElsewhereParty::VeiligThuis, Elsewhere::Known { picked_up_by: None })],
            weigh(Decision::ScheduleFocus).into(),
        ),
        with(NoMeetingToCome, with_plan(), invite().into()),
        with(ReasonFollowsInvitation, on_agenda(), not_invited(AbsenceReason::Declined).into()),
        with(AttendanceNotRecorded, on_agenda(), evaluate(Evaluator::Client).into()),
        with(NotDecidedJointly, both_listed(), decided_alone().into()),
        with(DeciderNotAtTable, both_listed(), decided_elsewhere().into()),
        with(SummaryMissing, both_listed(), RecordAttendance { summed_up_by: None, ..attend() }.into()),
        with(
            SummaryNotExpected,
            both_listed(),
            RecordAttendance { client: ClientPresence::Absent { reason: AbsenceReason::RedRag }, ..attend() }
                .into(),
        ),
        with(
            NotThereForTheDecision,
            both_listed(),
            RecordAttendance { participants: [].into(), ..attend() }.into(),
        ),
        with(
            ClientWasAbsent,
            and(on_agenda(), [attended(ClientPresence::Absent { reason: AbsenceReason::RedRag })]),
            evaluate(Evaluator::Client).into(),
        ),
        with(NotThroughLifeAreas, on_agenda(), record_areas().into()),
        with(LifeAreasMissing, at_aftercare(), RecordLifeAreas { areas: [].into() }.into()),
        with(NotIndicatedHere, on_agenda(), indicate().into()),
        with(
            NotASystematicOffender,
            at_session(),
            IndicateSystematicOffender { convictions: 2, ..indicate() }.into(),
        ),
        with(
            ReviewInThePast,
            at_session(),
            IndicateSystematicOffender { review_on: day(REPORTED_ON), ..indicate() }.into(),
        ),
        with(TermMissing, at_session(), IndicateSystematicOffender { until: None, ..indicate() }.into()),
        with(
            TermNotExpected,
            at_session(),
            IndicateSystematicOffender { indication: SmdIndication::RunningSupervision, ..indicate() }.into(),
        ),
        with(
            TermInThePast,
            at_session(),
            IndicateSystematicOffender { until: Some(day(TODAY)), ..indicate() }.into(),
        ),
        with(
            TermTooLong,
            at_session(),
            IndicateSystematicOffender { until: Some(day("2030-01-01")), ..indicate() }.into(),
        ),
        with(NoProbationReportAskedFor, at_session(), record_intervention().into()),
        with(
            EndsBeforeItBegins,
            and(at_session(), [report_asked_for()]),
            RecordIntervention { until: Some(day("2020-01-01")), ..record_intervention() }.into(),
        ),
        with(
            TriedInTheFuture,
            and(at_session(), [report_asked_for()]),
            RecordIntervention { until: Some(day("2030-01-01")), ..record_intervention() }.into(),
        ),
        with(
            OtherHouseUnknown,
            on_agenda(),
            HandOverCase { house: organisation("ggd"), ..hand_over([Category::Plan]) }.into(),
        ),
        with(NothingToHandOver, on_agenda(), hand_over([]).into()),
        with(CategoryStaysHere, on_agenda(), hand_over([Category::ZsmAdvice]).into()),
        with(ClientNotInvited, on_agenda(), letter_sent().into()),
        with(
            NobodyNotified,
            on_agenda(),
            RecordLetterSent { kind: LetterKind::Notification, ..letter_sent() }.into(),
        ),
        with(
            LetterInTheFuture,
            and(on_agenda(), [invited()]),
            RecordLetterSent { on: Some(day(ENDS_ON)), ..letter_sent() }.into(),
        ),
    ]
}

/// What the receiver of a referral finds.
fn received(events: &[Event]) -> Given<Case> {
    given(and(on_agenda(), events.to_vec())).of_organisation(RECEIVING)
}

#[test]
fn every_refusal_of_a_case_can_happen() {
    let (expected, rows): (Vec<_>, Vec<_>) = case_rows().into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, Refusal::ALL, "in the order in which they are declared");
}

#[test]
fn every_refusal_of_a_meeting_can_happen() {
    use meeting::Refusal::*;
    let command = meeting::Command::from;
    let drenthe = Some(SubregionCode::new("drenthe"));
    let rotterdam = Some(municipality_code("rotterdam"));
    let rows = vec![
        (given_meeting([planned()]), command(plan_meeting("focus"))),
        (given_meeting([]), cancel().into()),
        (given_meeting([]), command(plan_meeting("seance"))),
        (
            given_meeting([]),
            command(meeting::PlanMeeting { subregion: drenthe, ..plan_meeting("aftercare") }),
        ),
        (given_meeting([]), command(meeting::PlanMeeting { subregion: None, ..plan_meeting("aftercare") })),
        (given_meeting([]), command(meeting::PlanMeeting { municipality: None, ..plan_meeting("top60") })),
        (
            given_meeting([]),
            command(meeting::PlanMeeting { municipality: rotterdam.clone(), ..plan_meeting("focus") }),
        ),
        (
            given_meeting([]),
            command(meeting::PlanMeeting { municipality: rotterdam, ..plan_meeting("top60") }),
        ),
        (
            given_meeting([]),
            command(meeting::PlanMeeting { chair: professional("outsider"), ..plan_meeting("focus") }),
        ),
        (given_meeting([]), command(plan_meeting(OF_OWN_REGISTER))),
        (given_meeting([]).on("2027-01-01"), command(plan_meeting("focus"))),
        (given_meeting([planned()]), meeting::HoldMeeting.into()),
        (given_meeting([planned(), meeting::Event::MeetingHeld {}]), cancel().into()),
        (given_meeting([planned(), cancelled()]), cancel().into()),
        (given_meeting([planned()]), sign_non_disclosure().into()),
        (to_sign([planned(), non_disclosure_signed()]), sign_non_disclosure().into()),
    ];
    let expected = [
        MeetingAlreadyPlanned,
        MeetingUnknown,
        MeetingTypeUnknown,
        SubregionUnknown,
        SubregionMissing,
        ListMissing,
        ListNotExpected,
        MunicipalityUnknown,
        ChairedByAnother,
        TableKeepsOwnRegister,
        MeetingInThePast,
        MeetingNotYetDue,
        MeetingAlreadyHeld,
        MeetingCalledOff,
        NotTheSigner,
        NonDisclosureAlreadySigned,
    ];
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, meeting::Refusal::ALL);
}

#[test]
fn every_refusal_of_a_person_can_happen() {
    use person::Refusal::*;
    use person::{ErasePerson, ErasureGround, RecordDestruction, RelationKind::Parent};
    let known = || given_person([registered()]);
    let gone = || given_person([registered(), persons::erased(persons::on_request())]);
    let proven = person::Event::KeysDestroyed { keys: 1 };
    let same = person::CorrectPerson { details: details(), ..correct() };
    let erase = ErasePerson { ground: ErasureGround::NoCaseLeft };
    let with_parent = || given_person([registered(), related(2, Parent)]).meeting_person(ANOTHER);
    let command = person::Command::from;
    let rows = vec![
        (PersonAlreadyRegistered, (known(), command(register()))),
        (PersonUnknown, (given_person([]), correct().into())),
        (PersonErased, (gone(), correct().into())),
        (PersonPossiblyKnown, (given_person([]).with_likely([person_id(2)]), register().into())),
        (NothingToCorrect, (known(), same.into())),
        (OtherPersonUnknown, (known(), merge(2).into())),
        (MergedIntoItself, (known().meeting_person(PersonFacts::Itself), merge(1).into())),
        (AlreadyMerged, (known().meeting_person(PersonFacts::AbsorbedThis), merge(2).into())),
        (NothingToUndo, (known(), undo_merge(2).into())),
        (RelatedToItself, (known().meeting_person(PersonFacts::Itself), relate(1, Parent).into())),
        (RelationAlreadyRecorded, (with_parent(), relate(2, Parent).into())),
        (RelationUnknown, (known(), unrelate(2, Parent).into())),
        (PersonRestricted, (given_person([registered(), persons::restricted()]), merge(2).into())),
        (PersonAlreadyRestricted, (given_person([registered(), persons::restricted()]), restrict().into())),
        (PersonNotRestricted, (known(), lift().into())),
        (CasesLeft, (known(), erase.into())),
        (PersonNotErased, (known(), RecordDestruction { keys: 1 }.into())),
        (
            DestructionAlreadyProven,
            (
                given_person([registered(), persons::erased(persons::on_request()), proven]),
                RecordDestruction { keys: 1 }.into(),
            ),
        ),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, person::Refusal::ALL);
}

#[test]
fn every_refusal_of_a_request_can_happen() {
    use subject_request::Refusal::*;
    use subject_request::{CompleteRequest, ControllerState, RegisterRequest};
    let given = |history: &[subject_request::Event]| given_request(history.to_vec()).meeting_person(ANOTHER);
    let decided = [request_registered(), request_decided()];
    let ahead = RegisterRequest { received_on: day(ENDS_ON), ..register_request() };
    let nobody = RegisterRequest { controllers: [].into(), ..register_request() };
    let completed = [ready_to_complete(), vec![request_completed()]].concat();
    let command = subject_request::Command::from;
    let done = record_state("fivoor", ControllerState::Done);
    let rows = vec![
        (RequestAlreadyRegistered, (given(&decided), command(register_request()))),
        (RequestUnknown, (given(&[]), decide_request().into())),
        (SubjectUnknown, (given_request([]), register_request().into())),
        (ReceivedInTheFuture, (given(&[]), ahead.into())),
        (ControllersMissing, (given(&[]), nobody.into())),
        (ControllerUnknown, (given(&decided), done.into())),
        (AlreadyExtended, (given(&[request_registered(), request_extended()]), extend_request().into())),
        (ExtensionTooLate, (given(&decided[..1]).on(ENDS_ON), extend_request().into())),
        (AlreadyDecided, (given(&decided), decide_request().into())),
        (NotDecided, (given(&decided[..1]), CompleteRequest.into())),
        (ControllerOpen, (given(&decided), CompleteRequest.into())),
        (RequestCompleted, (given(&completed), CompleteRequest.into())),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, subject_request::Refusal::ALL);
}

#[test]
fn every_refusal_of_an_inquiry_can_happen() {
    use inquiry::Refusal::*;
    use inquiry::{ContactKind, RegisterInquiry};
    let with = |refusal, command: RegisterInquiry| (refusal, (given_inquiry([]), command.into()));
    let of = register_inquiry;
    let elsewhere = Some(municipality_code("rotterdam"));
    let astrology = Some(ThemeCode::new("astrology"));
    let rows = vec![
        (
            InquiryAlreadyRegistered,
            (given_inquiry([inquiry_registered()]), of(ContactKind::PartnerContact).into()),
        ),
        with(ReportIsACase, of(ContactKind::Report)),
        with(AskerMissing, RegisterInquiry { organisation: None, ..of(ContactKind::PartnerContact) }),
        with(PartnerMissing, RegisterInquiry { partner: None, ..of(ContactKind::PartnerContact) }),
        with(
            PartnerNotExpected,
            RegisterInquiry { partner: Some(organisation("ggd")), ..of(ContactKind::Advice) },
        ),
        with(InquiryInTheFuture, RegisterInquiry { on: Some(day(ENDS_ON)), ..of(ContactKind::Advice) }),
        with(MunicipalityUnknown, RegisterInquiry { municipality: elsewhere, ..of(ContactKind::Advice) }),
        with(ThemeUnknown, RegisterInquiry { theme: astrology, ..of(ContactKind::Advice) }),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, inquiry::Refusal::ALL);
}

#[test]
fn every_refusal_of_an_organisation_can_happen() {
    use partner::Refusal::*;
    use partner::{AuthoriseProfessional, ExitOrganisation, RegisterOrganisation};
    let leiden = || given_organisation([organisation_registered()]);
    let elsewhere = RegisterOrganisation {
        municipality: Some(municipality_code("rotterdam")),
        ..register_organisation()
    };
    let until = |until| AuthoriseProfessional { until: day(until), ..authorise([Role::Reporter]) };
    let elsewhere_too = RegisterOrganisation { municipality: None, ..register_organisation() };
    let without_municipality = || given_organisation([registered_as(elsewhere_too.clone())]);
    let command = partner::Command::from;
    let rows = vec![
        (OrganisationAlreadyRegistered, (leiden(), command(register_organisation()))),
        (OrganisationUnknown, (given_organisation([]), correct_organisation().into())),
        (
            OrganisationHasLeft,
            (given_organisation([organisation_registered(), exited()]), correct_organisation().into()),
        ),
        (MunicipalityUnknown, (given_organisation([]), elsewhere.into())),
        (OneHouse, (given_organisation([registered_as(house())]), ExitOrganisation.into())),
        (RolesMissing, (leiden(), authorise([]).into())),
        (RoleStandsAlone, (leiden(), authorise([Role::PrivacyOfficer, Role::Support]).into())),
        (RoleOfAnotherKind, (leiden(), authorise([Role::ProcessDirector]).into())),
        (NoMunicipality, (without_municipality(), contact_of_municipality().into())),
        (TwoContactsAlready, (given_organisation(two_contacts()), contact_of_municipality().into())),
        (PeriodNotInOrder, (leiden(), until("2025-12-31").into())),
        (AuthorisedTooLong, (leiden(), until("2028-01-01").into())),
        (NotAuthorised, (leiden(), withdraw().into())),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, partner::Refusal::ALL);
}

#[test]
fn every_refusal_of_a_covenant_can_happen() {
    use covenant::AdoptCovenant;
    use covenant::Refusal::*;
    let adopted = || given_covenant([covenant_adopted()]);
    let with = |annexes| AdoptCovenant { annexes, ..adopt_covenant() };
    let focus = || annex("focus", [Category::Plan]);
    let late = AdoptCovenant { valid_from: day("2025-12-31"), ..adopt_covenant() };
    let ahead = covenant::AdmitPartner { decided_on: day(ENDS_ON), ..admit() };
    let signatory = given_covenant([covenant_adopted(), admitted(), signed()]);
    let command = covenant::Command::from;
    let rows = vec![
        (CovenantAlreadyAdopted, (adopted(), command(adopt_covenant()))),
        (CovenantUnknown, (given_covenant([]), admit().into())),
        (CovenantHasEnded, (given_covenant([covenant_adopted(), covenant_ended()]), admit().into())),
        (AnnexesMissing, (given_covenant([]), with(vec![]).into())),
        (GroundTwice, (given_covenant([]), with(vec![focus(), focus()]).into())),
        (GroundUnknown, (adopted(), amend(annex("seance", [Category::Plan])).into())),
        (AnnexAllowsNothing, (adopted(), amend(annex("focus", [])).into())),
        (NothingToAmend, (adopted(), withdraw_annex("aftercare").into())),
        (PeriodNotInOrder, (given_covenant([]), late.into())),
        (DecidedInTheFuture, (adopted(), ahead.into())),
        (AlreadyAdmitted, (given_covenant([covenant_adopted(), admitted()]), admit().into())),
        (NotAdmitted, (adopted(), sign(None).into())),
        (AlreadySigned, (signatory, sign(None).into())),
        (NotSigned, (adopted(), end_signature(None).into())),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, covenant::Refusal::ALL);
}

#[test]
fn every_refusal_of_a_trajectory_can_happen() {
    use trajectory::Refusal::*;
    use trajectory::{EndTrajectory, RecordRepayment, StartTrajectory, TrajectoryOutcome};
    let running = || given_trajectory([started()]);
    let nothing = || given_trajectory([]);
    let elsewhere = StartTrajectory { municipality: municipality_code("rotterdam"), ..take_away_obstacle() };
    let no_budget = StartTrajectory {
        budget_source: schakel_domain::region::BudgetSourceCode::new("sweepstake"),
        ..take_away_obstacle()
    };
    let ahead = StartTrajectory { on: Some(day(ENDS_ON)), ..take_away_obstacle() };
    let early = EndTrajectory { outcome: TrajectoryOutcome::Completed, on: Some(day(REPORTED_ON)) };
    let back = RecordRepayment { amount: trajectories::amount(1), on: None };
    let gone = || given_trajectory([started(), trajectories::ended(TODAY)]);
    let command = trajectory::Command::from;
    let rows = vec![
        (TrajectoryAlreadyStarted, (running(), command(take_away_obstacle()))),
        (TrajectoryUnknown, (nothing(), pay(1).into())),
        (MunicipalityUnknown, (nothing(), elsewhere.into())),
        (BudgetSourceUnknown, (nothing(), no_budget.into())),
        (CaseNotActive, (nothing(), start_trajectory().into())),
        (DateInTheFuture, (nothing(), ahead.into())),
        (BeforeTheStart, (running(), early.into())),
        (MoreRepaidThanSpent, (running(), back.into())),
        (TrajectoryEnded, (gone(), trajectory::RecordConversation { on: None }.into())),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, trajectory::Refusal::ALL);
}

#[test]
fn every_refusal_of_a_bottleneck_can_happen() {
    use bottleneck::Refusal::*;
    use bottleneck::{PutBeforeSteeringGroup, RaiseBottleneck};
    use bottlenecks::{add, added, drop_it, dropped, put_before, settle};
    let given = |history: &[bottleneck::Event]| given_bottleneck(history.to_vec()).naming_case(true);
    let astrology = RaiseBottleneck {
        theme: schakel_domain::region::BottleneckThemeCode::new("astrology"),
        ..raise_bottleneck()
    };
    let command = bottleneck::Command::from;
    let rows = vec![
        (BottleneckAlreadyRaised, (given(&[raised()]), command(raise_bottleneck()))),
        (BottleneckUnknown, (given(&[]), drop_it().into())),
        (BottleneckThemeUnknown, (given(&[]), astrology.into())),
        (
            MeetingTypeUnknown,
            (
                given(&[]),
                RaiseBottleneck {
                    from_meeting_type: Some(meeting_type_code("seance")),
                    ..raise_bottleneck()
                }
                .into(),
            ),
        ),
        (CaseToCountUnknown, (given_bottleneck([raised()]), add(1).into())),
        (CaseAlreadyCounted, (given(&[raised(), added(1)]), add(1).into())),
        (AlreadyBeforeSteeringGroup, (given(&[raised(), put_before()]), PutBeforeSteeringGroup.into())),
        (NotBeforeSteeringGroup, (given(&[raised()]), settle().into())),
        (BottleneckEnded, (given(&[raised(), dropped()]), add(1).into())),
    ];
    let (expected, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    assert_eq!(given_for(rows), expected);
    assert_eq!(expected, bottleneck::Refusal::ALL);
}

#[test]
fn a_refusal_says_its_name_and_no_more() {
    for refusal in Refusal::ALL {
        assert_eq!(refusal.to_string(), format!("{refusal:?}"));
    }
}
