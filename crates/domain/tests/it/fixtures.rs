//! Events and commands to tell stories with. Every free text has white space in it, so that one that
//! is left in the open is seen (see `golden`).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use schakel_domain::case::*;
use schakel_domain::person::{Address, BirthDate, Bsn, Gender, PersonDetails};
use schakel_domain::personal::Personal;
use schakel_domain::region::{
    CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, PillarCode, ThemeCode,
};
use schakel_domain::{
    Account, AgreementId, CaseId, MeetingFacts, MeetingId, MemberId, PersonId, Professional, Text,
};
use uuid::Uuid;

use crate::region::coming;

pub const REPORTED_ON: &str = "2026-01-05";
pub const WEIGHED_ON: &str = "2026-01-12";
pub const PLAN_SET_ON: &str = "2026-01-26";
/// A week after the plan was set.
pub const TODAY: &str = "2026-02-02";
/// Six months after the plan was set.
pub const ENDS_ON: &str = "2026-07-26";

pub const PROCESS_DIRECTOR: &str = "process_director";
pub const CASE_HOLDER: &str = "case_holder";
pub const SUCCESSOR: &str = "successor";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

pub fn sealed(words: &str) -> Personal<Text> {
    Personal::of_stream(text(words))
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub fn case_id(number: u128) -> CaseId {
    CaseId(id(number))
}

pub fn meeting_id() -> MeetingId {
    MeetingId(id(0x100))
}

/// Another meeting than [`meeting_id`].
pub fn later_meeting_id() -> MeetingId {
    MeetingId(id(0x101))
}

pub fn member_id(number: u128) -> MemberId {
    MemberId(id(0x200 + number))
}

pub fn person_id(number: u128) -> PersonId {
    PersonId(id(0x300 + number))
}

pub fn agreement_id(number: u128) -> AgreementId {
    AgreementId(id(0x400 + number))
}

pub fn organisation(code: &str) -> OrganisationCode {
    OrganisationCode::new(code)
}

pub fn municipality_code(code: &str) -> MunicipalityCode {
    MunicipalityCode::new(code)
}

pub fn meeting_type_code(code: &str) -> MeetingTypeCode {
    MeetingTypeCode::new(code)
}

pub fn professional(account: &str) -> Professional {
    Professional {
        account: Account(account.into()),
        organisation: organisation("reclassering_nederland"),
        name: sealed(&format!("Wilhelmina {account}")),
        telephone: sealed("071 000 00 00"),
        mail: sealed("Wilhelmina <w@example.org>"),
    }
}

/// Somebody of the House who chairs.
pub fn chair() -> Professional {
    Professional { organisation: organisation("veiligheidshuis"), ..professional("chair") }
}

// Persons

pub fn details() -> PersonDetails {
    PersonDetails {
        given_names: Some(text("Jan Joris")),
        prefix: Some(text("van der")),
        surname: Some(text("Zandloper Duin")),
        maiden_name: Some(text("Zandloper")),
        partner_name: Some(text("Wilgenhout")),
        aliases: vec![text("Jan de Zandloper")],
        birth_date: Some(BirthDate::Day(day("1990-02-28"))),
        bsn: Some(Bsn::new("999990019").unwrap()),
        addresses: vec![Address {
            street: text("Wilgenhout 1"),
            postal_code: Some(text("2301 AA")),
            town: Some(text("Leiden")),
            municipality: Some(municipality_code("leiden")),
            from: Some(day("2020-01-01")),
            until: None,
        }],
    }
}

pub fn member(number: u128) -> Member {
    Member::new(member_id(number), details(), Gender::Man)
}

pub fn one_person() -> CaseSubject {
    CaseSubject { kind: SubjectKind::Person, members: vec![member(1)] }
}

/// Somebody of whom this is known.
pub fn subject_of(details: PersonDetails) -> CaseSubject {
    let members = vec![Member::new(member_id(1), details, Gender::Man)];
    CaseSubject { kind: SubjectKind::Person, members }
}

pub fn family() -> CaseSubject {
    CaseSubject { kind: SubjectKind::Family, members: vec![member(1), member(2), member(3)] }
}

// Reports

pub fn source() -> Source {
    let reporter = Reporter {
        name: text("Wijkagent Wilgenhout"),
        telephone: Some(text("071 000 00 01")),
        mail: Some(text("Wilgenhout <wilgenhout@example.org>")),
    };
    Source {
        organisation: organisation("nationale_politie"),
        account: Account("reporter".into()),
        reporter: Some(Personal::of_stream(reporter)),
    }
}

/// A report with nothing but a reason.
pub fn bare_report() -> ReportCase {
    ReportCase {
        source: source(),
        reason: text("Dreigt af te glijden"),
        trigger: None,
        theme: None,
        municipality: None,
        subject: None,
        shielded: None,
        subject_informed: None,
        release_date: None,
    }
}

pub fn report(trigger: Trigger, municipality: &str) -> ReportCase {
    ReportCase {
        trigger: Some(trigger),
        theme: (trigger == Trigger::CurrentConcern).then(|| ThemeCode::new("nuisance")),
        municipality: Some(municipality_code(municipality)),
        subject: Some(one_person()),
        ..bare_report()
    }
}

/// The event of a report on [`REPORTED_ON`].
pub fn reported_as(command: ReportCase) -> Event {
    let ReportCase {
        source,
        reason,
        trigger,
        theme,
        municipality,
        subject,
        shielded,
        subject_informed,
        release_date,
    } = command;
    Event::CaseReported {
        on: day(REPORTED_ON),
        source,
        reason: Personal::of_stream(reason),
        trigger,
        theme,
        municipality,
        subject,
        shielded,
        subject_informed,
        release_date,
    }
}

/// An arrest in Leiden.
pub fn reported() -> Event {
    reported_as(report(Trigger::Arrest, "leiden"))
}

/// About somebody who is no adult yet.
pub fn reported_of_a_minor() -> Event {
    let birth_date = Some(BirthDate::Year(day(TODAY).year() - 12));
    let subject = Some(subject_of(PersonDetails { birth_date, ..details() }));
    reported_as(ReportCase { subject, ..report(Trigger::Arrest, "leiden") })
}

pub fn reported_with_reason_only() -> Event {
    reported_as(bare_report())
}

pub fn identified() -> Event {
    Event::SubjectIdentified { member: member_id(1), person: person_id(1) }
}

pub fn linked() -> Event {
    Event::ReportLinked { active_case: case_id(7) }
}

pub fn complete(trigger: Option<Trigger>, municipality: Option<&str>) -> CompleteReport {
    CompleteReport { trigger, municipality: municipality.map(municipality_code), ..CompleteReport::default() }
}

/// The event of a completion.
pub fn completed(command: CompleteReport) -> Event {
    let CompleteReport { trigger, theme, municipality, subject, subject_informed, release_date } = command;
    Event::ReportCompleted { trigger, theme, municipality, subject, subject_informed, release_date }
}

pub fn link(active_case: u128) -> LinkReport {
    LinkReport { report: case_id(1), active_case: case_id(active_case) }
}

// Weighing

pub fn bilaterally() -> Decision {
    Decision::HandleBilaterally { partners: ["ggd", "leiden"].map(organisation).into() }
}

pub fn decided_to_escalate() -> Decision {
    Decision::Escalate { level: EscalationLevel::DirectionRoom, question: sealed("Wie betaalt de opvang?") }
}

pub fn deferred_until(until: &str) -> Decision {
    Decision::NoFollowUp(NoFollowUpReason::Deferred { until: day(until) })
}

pub fn deferred() -> Decision {
    deferred_until("2026-03-02")
}

pub fn already_in_hand() -> Decision {
    Decision::NoFollowUp(NoFollowUpReason::AlreadyInHand)
}

pub fn partners_informed() -> Decision {
    Decision::NoFollowUp(NoFollowUpReason::PartnersInformed)
}

pub fn belongs_elsewhere() -> Decision {
    Decision::NoFollowUp(NoFollowUpReason::BelongsElsewhere { place: sealed("Sociaal wijkteam Noord") })
}

/// Each decision, and each reason for no follow-up.
pub fn decisions() -> Vec<Decision> {
    vec![
        Decision::ScheduleFocus,
        Decision::ScheduleTop60,
        Decision::ScheduleAftercare,
        Decision::MonitorAftercare,
        bilaterally(),
        Decision::StartVoluntaryTrajectory,
        decided_to_escalate(),
        already_in_hand(),
        deferred(),
        partners_informed(),
        belongs_elsewhere(),
    ]
}

/// Its code, with that of the reason.
pub fn name_of(decision: &Decision) -> String {
    use schakel_domain::code::Code;
    let reason = decision.no_follow_up().map(|reason| format!(": {}", reason.code()));
    format!("{}{}", decision.code().code(), reason.unwrap_or_default())
}

pub fn criterion(code: &str) -> CriterionCode {
    CriterionCode::new(code)
}

/// A weighing with a serious local safety problem, which is enough for a focus meeting.
pub fn weigh(decision: Decision) -> WeighCase {
    WeighCase { briefing: None, criteria: BTreeSet::from([criterion("d")]), decision }
}

/// On the agenda of a briefing.
pub fn put_on_briefing() -> Event {
    Event::PutOnBriefing { briefing: meeting_id() }
}

pub fn weighed_on(on: &str, decision: Decision) -> Event {
    let criteria = vec![criterion("d")];
    Event::CaseWeighed { on: day(on), briefing: None, criteria, decision }
}

pub fn weighed(decision: Decision) -> Event {
    weighed_on(WEIGHED_ON, decision)
}

pub fn give_feedback() -> GiveFeedback {
    GiveFeedback { channel: FeedbackChannel::Telephone, message: Some(text("Komt op de agenda.")) }
}

pub fn feedback_given() -> Event {
    Event::FeedbackGiven { channel: FeedbackChannel::Telephone, message: Some(sealed("Komt op de agenda.")) }
}

// Meetings

pub fn schedule(meeting_type: &str) -> ScheduleCase {
    ScheduleCase {
        meeting_type: meeting_type_code(meeting_type),
        meeting: None,
        process_director: None,
        municipal_contact: None,
    }
}

pub fn schedule_at_meeting(meeting_type: &str) -> ScheduleCase {
    ScheduleCase { meeting: Some(meeting_id()), ..schedule(meeting_type) }
}

/// To another meeting than the one of [`scheduled_on`].
pub fn move_to_meeting(meeting_type: &str) -> ScheduleCase {
    ScheduleCase { meeting: Some(later_meeting_id()), ..schedule(meeting_type) }
}

pub fn scheduled_on(meeting_type: &str) -> Event {
    Event::CaseScheduled {
        meeting_type: meeting_type_code(meeting_type),
        meeting: Some(meeting_id()),
        process_director: Some(professional(PROCESS_DIRECTOR)),
        municipal_contact: None,
    }
}

/// As the municipal contact decided with the House, under a local arrangement.
pub fn schedule_with_contact(meeting_type: &str) -> ScheduleCase {
    ScheduleCase { municipal_contact: Some(municipal_contact()), ..schedule(meeting_type) }
}

pub fn municipal_contact() -> Account {
    Account("municipal_contact".into())
}

pub fn scheduled() -> Event {
    scheduled_on("focus")
}

/// At the meeting of [`scheduled_on`].
pub fn discussed(meeting_type: &str) -> Event {
    let (meeting_type, meeting) = (meeting_type_code(meeting_type), Some(meeting_id()));
    Event::CaseDiscussed { meeting_type, meeting }
}

pub fn focus() -> MeetingFacts {
    coming("focus")
}

pub fn put_back(reason: AgendaReason) -> PutBackOnAgenda {
    let asked = reason == AgendaReason::AskedByPartner;
    PutBackOnAgenda {
        reason,
        asked_by: asked.then(|| organisation("ggd")),
        case_holder_consulted: asked,
        meeting_type: meeting_type_code("focus"),
        meeting: None,
        process_director: None,
    }
}

pub fn back_on_agenda() -> Event {
    Event::PutBackOnAgenda {
        reason: AgendaReason::ProgressStagnates,
        asked_by: None,
        case_holder_consulted: false,
        meeting_type: meeting_type_code("focus"),
        meeting: None,
        process_director: Some(professional(PROCESS_DIRECTOR)),
    }
}

// Plans

pub fn goal() -> Goal {
    Goal { life_area: LifeArea::Housing, goal: sealed("Een vaste woonplek") }
}

pub fn agreement(number: u128) -> Agreement {
    Agreement {
        id: agreement_id(number),
        what: sealed("Meldt zich wekelijks bij de reclassering"),
        organisation: organisation("reclassering_nederland"),
        by: day("2027-01-04"),
        intervention: Some(Intervention::Punishment),
        pillar: None,
    }
}

pub fn set_plan() -> SetPlan {
    SetPlan {
        question: text("Hoe voorkomen we herhaling?"),
        goals: vec![goal()],
        agreements: vec![agreement(1), agreement(2)],
        case_holder: professional(CASE_HOLDER),
        zsm_advice: None,
    }
}

/// A plan of the same agreements, each on this pillar.
pub fn set_plan_on(pillar: Option<&str>) -> SetPlan {
    let pillar = pillar.map(PillarCode::new);
    let on = |number| Agreement { pillar: pillar.clone(), ..agreement(number) };
    SetPlan { agreements: vec![on(1), on(2)], ..set_plan() }
}

pub fn plan(version: u32, set_on: &str) -> Plan {
    let SetPlan { question, goals, agreements, .. } = set_plan();
    Plan { version, set_on: day(set_on), question: Personal::of_stream(question), goals, agreements }
}

pub fn plan_set_on(version: u32, set_on: &str) -> Event {
    Event::PlanSet { plan: plan(version, set_on), case_holder: professional(CASE_HOLDER) }
}

pub fn plan_set() -> Event {
    plan_set_on(1, PLAN_SET_ON)
}

pub fn update_agreement(number: u128) -> UpdateAgreement {
    UpdateAgreement {
        agreement: agreement_id(number),
        state: AgreementState::Done,
        note: Some(text("Was op tijd.")),
    }
}

pub fn replace_case_holder() -> ReplaceCaseHolder {
    ReplaceCaseHolder { case_holder: professional(SUCCESSOR) }
}

pub fn case_holder_replaced() -> Event {
    Event::CaseHolderReplaced { case_holder: professional(SUCCESSOR) }
}

pub fn extend(until: &str) -> ExtendDirection {
    ExtendDirection { until: day(until), reason: text("Behandeling begon later dan gehoopt") }
}

pub fn extended(until: &str) -> Event {
    Event::DirectionExtended { until: day(until), reason: sealed("Behandeling begon later dan gehoopt") }
}

// Monitoring

pub fn contact(moment: MonitoringMoment) -> RecordMonitoringContact {
    RecordMonitoringContact {
        moment,
        on: None,
        agreements_kept: true,
        running_as_planned: true,
        new_developments: Some(text("Heeft werk gevonden")),
        new_meeting_needed: false,
    }
}

pub fn contacted(moment: MonitoringMoment, on: &str) -> Event {
    Event::MonitoringContactRecorded {
        moment,
        on: day(on),
        agreements_kept: true,
        running_as_planned: true,
        new_developments: Some(sealed("Heeft werk gevonden")),
        new_meeting_needed: false,
    }
}

// Escalation

pub fn escalate() -> EscalateCase {
    EscalateCase { level: EscalationLevel::SteeringGroup, question: text("Mag dit buiten de regels?") }
}

pub fn escalated() -> Event {
    Event::CaseEscalated {
        on: day(TODAY),
        level: EscalationLevel::SteeringGroup,
        question: sealed("Mag dit buiten de regels?"),
    }
}

pub fn escalated_by_briefing() -> Event {
    Event::CaseEscalated {
        on: day(WEIGHED_ON),
        level: EscalationLevel::DirectionRoom,
        question: sealed("Wie betaalt de opvang?"),
    }
}

pub fn record_outcome() -> RecordEscalationOutcome {
    RecordEscalationOutcome { outcome: text("Het mag, dit ene jaar.") }
}

pub fn returned() -> Event {
    Event::EscalationReturned { on: day(TODAY), outcome: sealed("Het mag, dit ene jaar.") }
}

// ZSM

pub fn advice(measure: &str) -> ZsmAdvice {
    ZsmAdvice { sketch: sealed("Loopt in een plan van aanpak"), measures: vec![sealed(measure)] }
}

pub fn advice_without_measures() -> ZsmAdvice {
    ZsmAdvice { measures: vec![], ..advice("Geen enkele") }
}

pub fn set_advice() -> SetZsmAdvice {
    SetZsmAdvice { advice: advice("Snelle zitting gewenst") }
}

pub fn advice_set(version: u32) -> Event {
    Event::ZsmAdviceSet { version, on: day(TODAY), advice: advice("Snelle zitting gewenst") }
}

pub fn advice_withdrawn(version: u32, cause: WithdrawalCause) -> Event {
    Event::ZsmAdviceWithdrawn { version, cause }
}

// Closing

pub fn results() -> Results {
    Results {
        procedure_breakthrough: false,
        all_parties_cooperate: true,
        progress_made: true,
        made_manageable: true,
        holder_can_proceed: false,
    }
}

pub fn judge() -> JudgeResults {
    JudgeResults { results: results() }
}

pub fn judged() -> Event {
    Event::ResultsJudged { results: results() }
}

pub fn close_after_weighing(reported_done_by: Option<&str>) -> CloseAfterWeighing {
    CloseAfterWeighing { reported_done_by: reported_done_by.map(organisation) }
}

pub fn close_without_plan() -> CloseWithoutPlan {
    CloseWithoutPlan { reason: text("De wijkagent kan het alleen af") }
}

pub fn closed(ground: ClosingGround) -> Event {
    Event::CaseClosed { on: day(TODAY), ground }
}

pub fn no_plan_needed() -> ClosingGround {
    ClosingGround::NoPlanNeeded { reason: sealed("De wijkagent kan het alleen af") }
}

pub fn direction_ended() -> ClosingGround {
    ClosingGround::DirectionEnded { results: results() }
}

// The end of the data

/// Five years after closing on [`TODAY`].
pub const KEPT_UNTIL: &str = "2031-02-02";

pub fn hide() -> HideCase {
    HideCase { reason: text("Bedreigd door familie") }
}

pub fn hidden() -> Event {
    Event::CaseHidden { reason: sealed("Bedreigd door familie") }
}

pub fn reveal() -> RevealCase {
    RevealCase { reason: text("Dreiging is voorbij") }
}

pub fn revealed() -> Event {
    Event::CaseRevealed { reason: sealed("Dreiging is voorbij") }
}

pub fn restrict() -> RestrictCase {
    RestrictCase { reason: text("Juistheid wordt betwist") }
}

pub fn restricted() -> Event {
    Event::UseRestricted { reason: sealed("Juistheid wordt betwist") }
}

pub fn lift_restriction() -> LiftCaseRestriction {
    LiftCaseRestriction { reason: text("Gegevens kloppen toch") }
}

pub fn restriction_lifted() -> Event {
    Event::RestrictionLifted { reason: sealed("Gegevens kloppen toch") }
}

pub fn keep_until(until: &str) -> ExtendRetention {
    ExtendRetention {
        until: day(until),
        reason: text("Onderzoek naar de aanpak loopt"),
        decider: Account("privacy_officer".into()),
    }
}

pub fn kept_until(until: &str) -> Event {
    Event::RetentionExtended {
        until: day(until),
        reason: sealed("Onderzoek naar de aanpak loopt"),
        decider: Account("privacy_officer".into()),
    }
}

pub fn place_hold() -> PlaceLegalHold {
    PlaceLegalHold { reason: text("De rechter vroeg het dossier op") }
}

pub fn hold_placed() -> Event {
    Event::LegalHoldPlaced { reason: sealed("De rechter vroeg het dossier op") }
}

pub fn lift_hold() -> LiftLegalHold {
    LiftLegalHold { reason: text("De uitspraak is onherroepelijk") }
}

pub fn hold_lifted() -> Event {
    Event::LegalHoldLifted { reason: sealed("De uitspraak is onherroepelijk") }
}

pub fn on_request() -> ErasureGround {
    ErasureGround::RequestGranted { request: id(0x500) }
}

pub fn erase_case(ground: ErasureGround) -> EraseCase {
    EraseCase { ground }
}

pub fn erased_on(on: &str, ground: ErasureGround) -> Event {
    Event::CaseErased { on: day(on), ground }
}

pub fn erased() -> Event {
    erased_on(TODAY, on_request())
}

pub fn record_destruction() -> RecordDestruction {
    RecordDestruction { keys: 2 }
}

pub fn keys_destroyed() -> Event {
    Event::KeysDestroyed { keys: 2 }
}

// Histories

pub fn weighed_and_told(decision: Decision) -> Vec<Event> {
    vec![reported(), weighed(decision), feedback_given()]
}

pub fn on_agenda() -> Vec<Event> {
    [weighed_and_told(Decision::ScheduleFocus), vec![scheduled()]].concat()
}

pub fn with_plan() -> Vec<Event> {
    [on_agenda(), vec![plan_set()]].concat()
}

pub fn monitored() -> Vec<Event> {
    [with_plan(), vec![contacted(MonitoringMoment::Week1, TODAY)]].concat()
}

pub fn back_with_plan() -> Vec<Event> {
    [monitored(), vec![back_on_agenda()]].concat()
}

pub fn closed_with_results() -> Vec<Event> {
    [monitored(), vec![judged(), closed(direction_ended())]].concat()
}

pub fn erased_case() -> Vec<Event> {
    [closed_with_results(), vec![erased()]].concat()
}

/// The history, and then this.
pub fn and(history: Vec<Event>, then: impl IntoIterator<Item = Event>) -> Vec<Event> {
    history.into_iter().chain(then).collect()
}

pub fn file(case: &Case) -> &File {
    case.file().unwrap()
}

pub fn state(case: &Case) -> CaseState {
    file(case).phase.state()
}

pub fn direction(case: &Case) -> &Direction {
    file(case).phase.direction().unwrap()
}
