//! HANDBOOK §3 and §4: known elsewhere, the client at the table, life areas, systematic offenders.

use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::personal::PERSONAL;
use schakel_domain::{Account, Professional};

use crate::fixtures::*;
use crate::scene::{Decides, given};
use crate::sharing::{list_participant, participant_listed};

/// After [`TODAY`].
const REVIEW_ON: &str = "2026-08-01";
/// Two years after [`TODAY`].
const ENDS_AT_LAST: &str = "2028-02-02";

// Known elsewhere

pub fn check(party: ElsewhereParty, found: Elsewhere) -> RecordElsewhereCheck {
    RecordElsewhereCheck { party, found }
}

pub fn running_case() -> RecordElsewhereCheck {
    check(ElsewhereParty::VeiligThuis, Elsewhere::Known { picked_up_by: None })
}

pub fn checked(party: ElsewhereParty, found: Elsewhere) -> Event {
    Event::ElsewhereChecked { on: day(TODAY), party, found }
}

#[test]
fn each_party_is_asked_and_its_last_answer_counts() {
    for party in ElsewhereParty::ALL {
        let picked_up_by = Some(organisation("ggd"));
        let found = Elsewhere::Known { picked_up_by };
        given([reported()]).when(check(*party, found.clone())).then([checked(*party, found.clone())]);
        let history = [reported(), checked(*party, found), checked(*party, Elsewhere::NotKnown)];
        let case = Case::replay(history);
        assert_eq!(case.file().unwrap().elsewhere[party].found, Elsewhere::NotKnown);
    }
}

#[test]
fn where_the_care_network_knows_the_person_it_is_decided_who_picks_it_up() {
    let undecided = Elsewhere::Known { picked_up_by: None };
    given([reported()])
        .when(check(ElsewhereParty::CareNetwork, undecided.clone()))
        .refused(Refusal::PickUpUndecided);
    given([reported()]).when(check(ElsewhereParty::Zsm, undecided)).accepted();
}

#[test]
fn while_veilig_thuis_has_a_running_case_the_briefing_decides_on_no_action() {
    let running = checked(ElsewhereParty::VeiligThuis, Elsewhere::Known { picked_up_by: None });
    for decision in decisions() {
        let scene = given([reported(), running.clone()]).when(weigh(decision.clone()));
        match decision.code() {
            DecisionCode::NoFollowUp => drop(scene.accepted()),
            _ => scene.refused(Refusal::HandledByVeiligThuis),
        }
        let ended = checked(ElsewhereParty::VeiligThuis, Elsewhere::NotKnown);
        given([reported(), running.clone(), ended]).when(weigh(decision)).accepted();
    }
}

// The client at the table

pub fn invite() -> DecideOnClient {
    DecideOnClient { invitation: Invitation::Invited, case_holder_consulted: false }
}

pub fn not_invited(reason: AbsenceReason) -> DecideOnClient {
    DecideOnClient { invitation: Invitation::NotInvited { reason }, ..invite() }
}

pub fn invited() -> Event {
    Event::ClientInvitationDecided { invitation: Invitation::Invited, case_holder_consulted: false }
}

#[test]
fn whether_the_client_is_invited_is_decided_from_the_briefing_on() {
    given([reported(), weighed(Decision::ScheduleFocus)]).when(invite()).then([invited()]);
    given(on_agenda()).when(invite()).then([invited()]);
    given([reported()]).when(invite()).refused(Refusal::NoMeetingToCome);
    given([reported(), weighed(already_in_hand())]).when(invite()).refused(Refusal::NoMeetingToCome);
    given(with_plan()).when(invite()).refused(Refusal::NoMeetingToCome);
}

#[test]
fn a_client_is_not_invited_for_a_reason_that_is_there_before_an_invitation() {
    for reason in AbsenceReason::ALL {
        let outcome = given(on_agenda()).when(not_invited(*reason));
        match reason {
            AbsenceReason::Declined | AbsenceReason::DidNotAppear => {
                outcome.refused(Refusal::ReasonFollowsInvitation);
            }
            _ => drop(outcome.accepted()),
        }
    }
}

#[test]
fn whoever_holds_the_case_is_consulted_about_inviting() {
    given(back_with_plan()).when(invite()).refused(Refusal::CaseHolderNotConsulted);
    given(back_with_plan()).when(DecideOnClient { case_holder_consulted: true, ..invite() }).accepted();
}

#[test]
fn for_another_meeting_it_is_decided_anew() {
    let decided = |events: Vec<Event>| Case::replay(events).file().unwrap().discussions.invitation;
    let weighed = vec![reported(), weighed(Decision::ScheduleFocus), invited()];
    assert_eq!(decided(and(weighed, [scheduled()])), Some(Invitation::Invited), "the same meeting");
    let back = given(and(on_agenda(), [invited(), plan_set()]))
        .when(put_back(AgendaReason::PlanNeedsAdjusting))
        .accepted();
    assert_eq!(back.file().unwrap().discussions.invitation, None);
}

pub fn attend() -> RecordAttendance {
    let account = participant_account();
    RecordAttendance {
        meeting: meeting_id(),
        client: ClientPresence::Present { support_person: true },
        summed_up_by: Some(account.clone()),
        participants: [(account, TookPart::Whole)].into(),
    }
}

/// Of whoever is listed.
fn participant_account() -> Account {
    list_participant().participant.account
}

/// Another one, of another organisation.
fn from_the_ggd() -> Professional {
    Professional { organisation: organisation("ggd"), ..professional("from_the_ggd") }
}

pub fn both_listed() -> Vec<Event> {
    let another = Event::ParticipantListed { meeting: meeting_id(), participant: from_the_ggd() };
    and(on_agenda(), [participant_listed(), another])
}

/// Both were there, the other one in the first part only, as these organisations decided.
fn first_part_only(decided_by: &[&str]) -> RecordAttendance {
    let decided_by = decided_by.iter().copied().map(organisation).collect();
    let first_part = TookPart::FirstPartOnly { reason: FirstPartReason::NotInPlan, decided_by };
    let mut attend = attend();
    attend.participants.insert(from_the_ggd().account, first_part);
    attend
}

pub fn decided_alone() -> RecordAttendance {
    first_part_only(&["ggd"])
}

pub fn decided_elsewhere() -> RecordAttendance {
    first_part_only(&["ggd", "fivoor"])
}

/// What is recorded of that.
fn recorded(attend: RecordAttendance) -> Event {
    let organisation = list_participant().participant.organisation;
    let summed_up_by = attend.summed_up_by.map(|account| SummedUpBy { account, organisation });
    let RecordAttendance { meeting, client, participants, .. } = attend;
    Event::AttendanceRecorded { meeting, attendance: Attendance { client, summed_up_by, participants } }
}

pub fn attended(client: ClientPresence) -> Event {
    let summed_up_by = attend().summed_up_by.filter(|_| client.is_there());
    recorded(RecordAttendance { client, summed_up_by, ..attend() })
}

/// With all that can be recorded.
pub fn attended_in_parts() -> Event {
    recorded(first_part_only(&["ggd", "reclassering_nederland"]))
}

#[test]
fn it_is_recorded_who_was_there_and_in_which_part() {
    let present = ClientPresence::Present { support_person: true };
    given(and(on_agenda(), [participant_listed()])).when(attend()).then([attended(present)]);
    given(on_agenda()).when(attend()).refused(Refusal::NotListed);
    let elsewhere = RecordAttendance { meeting: later_meeting_id(), ..attend() };
    given(and(on_agenda(), [participant_listed()])).when(elsewhere).refused(Refusal::NotOnThatAgenda);
    given(and(on_agenda(), [participant_listed(), plan_set()])).when(attend()).accepted();
}

#[test]
fn a_meeting_follows_question_picture_judgement_and_decision_and_the_client_joins_for_the_last() {
    let steps = ["question", "picture", "judgement", "decision"];
    assert_eq!(MeetingStep::ALL.iter().map(|step| step.code()).collect::<Vec<_>>(), steps);
    let [first, decision] = [MeetingPart::FirstPartOnly, MeetingPart::DecisionOnly].map(MeetingPart::steps);
    assert_eq!([first, decision].concat(), MeetingPart::Whole.steps(), "two parts, and nothing between");
    for presence in PresenceCode::ALL {
        let there = presence.steps();
        assert!(there.is_empty() || there == [MeetingStep::Decision], "{presence:?}");
        assert_eq!(there.is_empty(), *presence == PresenceCode::Absent);
    }
}

#[test]
fn that_somebody_takes_part_in_the_first_part_only_is_decided_jointly_by_those_at_the_table() {
    given(both_listed())
        .when(first_part_only(&["ggd", "reclassering_nederland"]))
        .then([attended_in_parts()]);
    given(both_listed()).when(decided_alone()).refused(Refusal::NotDecidedJointly);
    given(both_listed()).when(first_part_only(&[])).refused(Refusal::NotDecidedJointly);
    given(both_listed()).when(decided_elsewhere()).refused(Refusal::DeciderNotAtTable);
}

#[test]
fn whoever_directs_the_process_is_at_the_table_too() {
    let house = Professional { organisation: organisation("veiligheidshuis"), ..professional("director") };
    let directed = Event::CaseScheduled {
        municipal_contact: None,
        meeting_type: meeting_type_code("focus"),
        meeting: Some(meeting_id()),
        process_director: Some(house),
    };
    let history = and(both_listed(), [directed]);
    given(history).when(first_part_only(&["ggd", "veiligheidshuis"])).accepted();
    given(both_listed())
        .when(first_part_only(&["ggd", "veiligheidshuis"]))
        .refused(Refusal::DeciderNotAtTable);
}

#[test]
fn whoever_joins_the_client_for_the_decision_first_sums_up() {
    let parents = ClientPresence::ParentsInstead { reason: ParentsReason::ClientDetained };
    let absent = ClientPresence::Absent { reason: AbsenceReason::RedRag };
    let together = || given(both_listed());
    for client in [attend().client, parents] {
        let by_nobody = RecordAttendance { client, summed_up_by: None, ..attend() };
        together().when(by_nobody).refused(Refusal::SummaryMissing);
        together().when(RecordAttendance { client, ..attend() }).accepted();
    }
    together().when(RecordAttendance { client: absent, ..attend() }).refused(Refusal::SummaryNotExpected);
    let nobody = RecordAttendance { client: absent, summed_up_by: None, ..attend() };
    together().when(nobody).then([attended(absent)]);

    let by = |account: Account, attend: RecordAttendance| RecordAttendance {
        summed_up_by: Some(account),
        ..attend
    };
    let left = by(from_the_ggd().account, first_part_only(&["ggd", "reclassering_nederland"]));
    together().when(left).refused(Refusal::NotThereForTheDecision);
    let stayed_away = by(from_the_ggd().account, attend());
    together().when(stayed_away).refused(Refusal::NotThereForTheDecision);
    let mut came_later = attend();
    came_later.participants = [(participant_account(), TookPart::DecisionOnly)].into();
    together().when(came_later).accepted();
}

pub fn evaluate(by: Evaluator) -> RecordEvaluation {
    RecordEvaluation { meeting: meeting_id(), by, evaluation: text("Er werd geluisterd naar mij") }
}

pub fn evaluated(by: Evaluator) -> Event {
    Event::MeetingEvaluated { meeting: meeting_id(), by, evaluation: sealed("Er werd geluisterd naar mij") }
}

#[test]
fn client_and_case_holder_look_back_on_a_meeting_at_which_they_were() {
    let after = |client| given(and(on_agenda(), [participant_listed(), attended(client)]));
    let there = ClientPresence::Present { support_person: false };
    let parents = ClientPresence::ParentsInstead { reason: ParentsReason::ClientDetained };
    let absent = ClientPresence::Absent { reason: AbsenceReason::RedRag };
    for by in Evaluator::ALL {
        after(there).when(evaluate(*by)).then([evaluated(*by)]);
        after(parents).when(evaluate(*by)).accepted();
        given(on_agenda()).when(evaluate(*by)).refused(Refusal::AttendanceNotRecorded);
    }
    after(absent).when(evaluate(Evaluator::CaseHolder)).accepted();
    after(absent).when(evaluate(Evaluator::Client)).refused(Refusal::ClientWasAbsent);
}

#[test]
fn a_presence_and_a_part_have_names() {
    let parents = ClientPresence::ParentsInstead { reason: ParentsReason::ClientDetained };
    let absent = ClientPresence::Absent { reason: AbsenceReason::RedRag };
    let presences = [ClientPresence::Present { support_person: false }, parents, absent];
    assert_eq!(presences.map(ClientPresence::code), PresenceCode::ALL);
    let first = TookPart::FirstPartOnly { reason: FirstPartReason::GroupSize, decided_by: [].into() };
    let parts = [TookPart::Whole, first, TookPart::DecisionOnly];
    assert_eq!(parts.each_ref().map(TookPart::code), MeetingPart::ALL);
}

// Aftercare

pub fn bottleneck() -> AreaState {
    AreaState::Bottleneck {
        action: sealed("Inschrijven bij woningnet"),
        owner: organisation("leger_des_heils"),
        state: AgreementState::Open,
    }
}

pub fn record_areas() -> RecordLifeAreas {
    RecordLifeAreas { areas: areas() }
}

fn areas() -> LifeAreas {
    [(AftercareArea::Housing, bottleneck()), (AftercareArea::Debts, AreaState::Clear)].into()
}

pub fn areas_recorded() -> Event {
    Event::LifeAreasRecorded { areas: areas() }
}

pub fn at_aftercare() -> Vec<Event> {
    and(weighed_and_told(Decision::ScheduleAftercare), [scheduled_on("aftercare")])
}

#[test]
fn the_aftercare_table_works_through_life_areas() {
    given(at_aftercare()).when(record_areas()).then([areas_recorded()]);
    given(on_agenda()).when(record_areas()).refused(Refusal::NotThroughLifeAreas);
    given([reported()]).when(record_areas()).refused(Refusal::NotScheduled);
    given(at_aftercare()).when(RecordLifeAreas { areas: [].into() }).refused(Refusal::LifeAreasMissing);
}

#[test]
fn a_life_area_that_is_left_out_stays_as_it_was() {
    let later = Event::LifeAreasRecorded { areas: [(AftercareArea::Housing, AreaState::Clear)].into() };
    let case = Case::replay(and(at_aftercare(), [areas_recorded(), later]));
    let areas = &case.file().unwrap().life_areas;
    let clear = [AftercareArea::Housing, AftercareArea::Debts].map(|area| (area, AreaState::Clear));
    assert_eq!(*areas, clear.into());
}

#[test]
fn what_is_done_about_a_bottleneck_is_personal() {
    let written = serde_json::to_value(areas_recorded()).unwrap();
    let action = &written["LifeAreasRecorded"]["areas"]["housing"]["Bottleneck"]["action"];
    assert!(action.get(PERSONAL).is_some(), "{action}");
}

// Systematic offenders

pub fn indicate() -> IndicateSystematicOffender {
    IndicateSystematicOffender {
        indication: SmdIndication::Isd,
        detention_allowed: true,
        convictions: 3,
        review_on: day(REVIEW_ON),
        until: Some(day(ENDS_AT_LAST)),
    }
}

/// What does not end of itself.
pub fn indicate_otherwise(indication: SmdIndication) -> IndicateSystematicOffender {
    IndicateSystematicOffender { indication, until: None, ..indicate() }
}

pub fn indicated() -> Event {
    Event::SystematicOffenderIndicated {
        on: day(TODAY),
        indication: SmdIndication::Isd,
        review_on: day(REVIEW_ON),
        until: Some(day(ENDS_AT_LAST)),
    }
}

/// More must be known first.
pub fn report_asked_for() -> Event {
    Event::SystematicOffenderIndicated {
        on: day(TODAY),
        indication: SmdIndication::RequestProbationReport,
        review_on: day(REVIEW_ON),
        until: None,
    }
}

pub fn record_intervention() -> RecordIntervention {
    RecordIntervention {
        what: text("Toezicht met een enkelband"),
        worked: false,
        by: organisation("reclassering_nederland"),
        from: Some(day("2025-03-01")),
        until: Some(day("2025-09-01")),
    }
}

pub fn intervention_recorded() -> Event {
    Event::InterventionRecorded {
        intervention: TriedIntervention {
            what: sealed("Toezicht met een enkelband"),
            worked: false,
            by: organisation("reclassering_nederland"),
            from: Some(day("2025-03-01")),
            until: Some(day("2025-09-01")),
        },
    }
}

pub fn at_session() -> Vec<Event> {
    vec![reported(), scheduled_on("systematic_offender")]
}

#[test]
fn a_systematic_offender_is_indicated_in_the_session_on_them_and_again_at_each_review() {
    given(at_session()).when(indicate()).then([indicated()]);
    let again = indicate_otherwise(SmdIndication::RunningSupervision);
    let case = given(and(at_session(), [indicated()])).when(again).accepted();
    assert_eq!(case.file().unwrap().indication.unwrap().indication, SmdIndication::RunningSupervision);
    given(on_agenda()).when(indicate()).refused(Refusal::NotIndicatedHere);
    given([reported()]).when(indicate()).refused(Refusal::NotScheduled);
}

#[test]
fn a_systematic_offender_has_three_convictions_and_is_suspected_of_a_crime_with_pre_trial_detention() {
    let with = |convictions, detention_allowed| {
        given(at_session()).when(IndicateSystematicOffender { convictions, detention_allowed, ..indicate() })
    };
    with(3, true).accepted();
    with(12, true).accepted();
    with(2, true).refused(Refusal::NotASystematicOffender);
    with(3, false).refused(Refusal::NotASystematicOffender);
}

#[test]
fn an_indication_is_reviewed_on_a_day_that_lies_ahead() {
    let on = |review_on: &str| {
        given(at_session()).when(IndicateSystematicOffender { review_on: day(review_on), ..indicate() })
    };
    on(TODAY).refused(Refusal::ReviewInThePast);
    on("2026-02-03").accepted();
}

#[test]
fn work_towards_placement_is_for_two_years_at_most_and_no_other_indication_ends_of_itself() {
    let until = |until: Option<&str>| {
        given(at_session()).when(IndicateSystematicOffender { until: until.map(day), ..indicate() })
    };
    until(Some(ENDS_AT_LAST)).accepted();
    until(Some("2026-02-03")).accepted();
    until(Some("2028-02-03")).refused(Refusal::TermTooLong);
    until(Some(TODAY)).refused(Refusal::TermInThePast);
    until(None).refused(Refusal::TermMissing);
    for other in [SmdIndication::RequestProbationReport, SmdIndication::RunningSupervision] {
        given(at_session()).when(indicate_otherwise(other)).accepted();
        let ending = IndicateSystematicOffender { indication: other, ..indicate() };
        given(at_session()).when(ending).refused(Refusal::TermNotExpected);
    }
}

#[test]
fn a_file_of_what_worked_and_failed_is_built_while_a_probation_report_is_asked_for() {
    let asked = || and(at_session(), [report_asked_for()]);
    given(asked()).when(record_intervention()).then([intervention_recorded()]);
    let worked = RecordIntervention { worked: true, from: None, until: None, ..record_intervention() };
    let case = given(and(asked(), [intervention_recorded()])).when(worked).accepted();
    let found: Vec<_> = case.file().unwrap().interventions.iter().map(|tried| tried.worked).collect();
    assert_eq!(found, [false, true], "the file grows");
    given(at_session()).when(record_intervention()).refused(Refusal::NoProbationReportAskedFor);
    given(and(asked(), [indicated()]))
        .when(record_intervention())
        .refused(Refusal::NoProbationReportAskedFor);
}

#[test]
fn what_was_tried_lies_behind_and_ended_after_it_began() {
    let tried = |from: Option<&str>, until: Option<&str>| {
        let command =
            RecordIntervention { from: from.map(day), until: until.map(day), ..record_intervention() };
        given(and(at_session(), [report_asked_for()])).when(command)
    };
    tried(Some(TODAY), Some(TODAY)).accepted();
    tried(None, Some(TODAY)).accepted();
    tried(Some("2025-09-02"), Some("2025-09-01")).refused(Refusal::EndsBeforeItBegins);
    tried(Some("2025-09-02"), Some("2026-02-03")).refused(Refusal::TriedInTheFuture);
    tried(Some("2026-02-03"), None).refused(Refusal::TriedInTheFuture);
}
