//! A case as a client sees it. What was erased is absent.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_application::CaseFile;
use schakel_domain::case::{
    self, ClosingGround, Decision, Direction, Elsewhere, Erasure, ErasureGround, File, Invitation,
    NoFollowUpReason, Phase,
};
use schakel_domain::code::Code;
use schakel_domain::event_kind::EventKind;
use schakel_domain::personal::Personal;
use schakel_domain::{Category, Text};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::table_view::{
    self, DiscussionView, ElsewhereCheckView, IndicationView, InvitationView, LifeAreaView,
    TimesDiscussedView, TriedInterventionView,
};
use crate::codes::{
    AgreementState, CaseState, ClosingCode, DecisionCode, ErasureCode, EscalationLevel, Intervention,
    LifeArea, MonitoringMoment, NoFollowUpCode, SubjectKind, Trigger,
};
use crate::parts::{
    AccountId, CriterionCode, FreeText, Identity, MeetingTypeCode, MunicipalityCode, Organisation,
    PillarCode, ProfessionalView, ThemeCode, ZsmAdviceView, known,
};

/// A case as it stands, with its history.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    state: CaseState,
    report: ReportView,
    /// The briefing on whose agenda the report is, until it is weighed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    briefing_id: Option<Uuid>,
    /// The weighings, oldest first.
    weighings: Vec<WeighingView>,
    /// Whether the reporter has yet to hear of the last decision.
    feedback_owed: bool,
    /// Active cases that this report was linked to.
    linked_case_ids: Vec<Uuid>,
    /// What the report means for the plans of those cases, as far as that was assessed.
    link_assessments: Vec<LinkAssessmentView>,
    /// What the mayor was advised on a BIJ report.
    #[serde(skip_serializing_if = "Option::is_none")]
    mayor_advice: Option<MayorAdviceView>,
    /// Whose agenda the case is or was last on.
    #[serde(skip_serializing_if = "Option::is_none")]
    agenda: Option<AgendaView>,
    /// The plan in force, or the last one of a closed case.
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<DirectionView>,
    /// Every version of the plan, oldest first.
    plans: Vec<PlanView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    escalation: Option<EscalationView>,
    /// The advice for ZSM that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    zsm_advice: Option<ZsmAdviceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<ClosingView>,
    /// The shielded kind of meeting that it is for; nobody but cleared participants ever sees this.
    #[serde(skip_serializing_if = "Option::is_none")]
    shielded: Option<MeetingTypeCode>,
    /// Whether the person is known elsewhere.
    elsewhere_checks: Vec<ElsewhereCheckView>,
    /// Whether the client is invited to the coming meeting, once that was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_invitation: Option<InvitationView>,
    /// How often each kind of meeting discussed it.
    times_discussed: Vec<TimesDiscussedView>,
    /// Its discussions, as far as anything of them was recorded.
    discussions: Vec<DiscussionView>,
    /// How the life areas of aftercare stand, as far as they were gone through.
    life_areas: Vec<LifeAreaView>,
    /// What is done about a systematic offender.
    #[serde(skip_serializing_if = "Option::is_none")]
    indication: Option<IndicationView>,
    /// What was tried with them before, and whether it worked.
    interventions: Vec<TriedInterventionView>,
    /// Whether the lookup does not find the case.
    hidden: bool,
    /// Whether nothing of the case is erased.
    legal_hold: bool,
    /// The end of the case's data.
    #[serde(skip_serializing_if = "Option::is_none")]
    erasure: Option<ErasureView>,
    /// Who did what when, oldest first.
    history: Vec<HistoryEntry>,
}

/// The report.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    reported_date: NaiveDate,
    /// The organisation from which it came.
    organisation: Organisation,
    /// The reporter's account.
    account: AccountId,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<ReporterView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<Trigger>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<ThemeCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectView>,
    /// Whether the person was told of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_informed: Option<bool>,
    /// The (provisional) day of release, of a detention report.
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<NaiveDate>,
}

/// What the mayor was advised on a BIJ report.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MayorAdviceView {
    decided_date: NaiveDate,
    /// Of which municipality.
    municipality: MunicipalityCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<FreeText>,
}

/// What the report means for the plan of a case that it was linked to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkAssessmentView {
    active_case_id: Uuid,
    plan_endangered: bool,
    case_holder_consulted: bool,
}

/// The professional who brought the case in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReporterView {
    name: FreeText,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

/// Who the case is about.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectView {
    kind: SubjectKind,
    members: Vec<MemberView>,
}

/// One person within the subject.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    id: Uuid,
    /// The registered person, once identified.
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<Uuid>,
    /// What the reporter knew.
    identity: Identity,
}

/// One weighing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeighingView {
    weighed_date: NaiveDate,
    criteria: Vec<CriterionCode>,
    decision: DecisionCode,
    partners: Vec<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_follow_up_reason: Option<NoFollowUpCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deferred_until_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referred_to: Option<FreeText>,
}

/// Whose agenda a case is on.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaView {
    meeting_type: MeetingTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<ProfessionalView>,
}

/// Process direction on the plan in force.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DirectionView {
    plan_version: u32,
    case_holder: ProfessionalView,
    /// The day on which process direction ends.
    end_date: NaiveDate,
    /// Where each agreement of the plan in force stands.
    agreements: Vec<AgreementStanding>,
    /// The monitoring schedule, with the contacts that took place.
    monitoring: Vec<MonitoringView>,
    /// The results, once the case holder judged them.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<ResultsView>,
}

/// Where an agreement stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementStanding {
    id: Uuid,
    state: AgreementState,
}

/// One contact of the schedule.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringView {
    moment: MonitoringMoment,
    due_date: NaiveDate,
    /// What was found, once the contact took place.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactView>,
}

/// What a contact found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    contact_date: NaiveDate,
    agreements_kept: bool,
    running_as_planned: bool,
    new_meeting_needed: bool,
}

/// The five results.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsView {
    procedure_breakthrough: bool,
    all_parties_cooperate: bool,
    progress_made: bool,
    made_manageable: bool,
    holder_can_proceed: bool,
}

/// A version of the plan of approach.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    version: u32,
    set_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
    goals: Vec<GoalView>,
    agreements: Vec<AgreementView>,
}

/// A goal.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoalView {
    life_area: LifeArea,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<FreeText>,
}

/// An agreement.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementView {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<FreeText>,
    organisation: Organisation,
    due_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    intervention: Option<Intervention>,
    /// On which pillar it stands, where the kind of meeting builds on pillars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pillar: Option<PillarCode>,
}

/// An escalation under way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EscalationView {
    level: EscalationLevel,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
}

/// How a case was closed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosingView {
    closed_date: NaiveDate,
    ground: ClosingCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<ResultsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_done_by: Option<Organisation>,
}

/// The end of a case's data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasureView {
    erased_date: NaiveDate,
    ground: ErasureCode,
    /// How many keys were destroyed, once that is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    keys_destroyed: Option<u32>,
}

/// One event of the case's history.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// Version of the case after it.
    version: u64,
    /// What happened: the event's name.
    event: String,
    /// When.
    at: DateTime<Utc>,
    /// Who did it.
    actor: AccountId,
    /// For which organisation.
    organisation: String,
    /// By which operation.
    action: String,
    /// What was recorded with it; what was erased is absent.
    facts: Vec<HistoryFact>,
}

/// Something that was recorded with an event: a text, a code, a day or an id.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryFact {
    /// Its name, as in the operation that recorded it.
    name: String,
    /// What was recorded.
    value: String,
}

impl CaseView {
    /// The case as a client sees it, to whom these categories are shown.
    pub fn of(id: Uuid, case: &CaseFile, shows: impl Fn(Category) -> bool) -> Self {
        let file = &case.file;
        let plan_shown = shows(Category::Plan);
        Self {
            id,
            version: case.version,
            state: file.phase.state().into(),
            report: report(file, shows(Category::Identity)),
            briefing_id: file.briefing.map(|briefing| briefing.0),
            weighings: file.weighings.iter().map(weighing).collect(),
            feedback_owed: file.feedback_owed,
            linked_case_ids: file.linked_to.keys().map(|case| case.0).collect(),
            link_assessments: link_assessments(file),
            mayor_advice: file.mayor_advice.as_ref().map(mayor_advice),
            agenda: file.phase.appointment().map(agenda),
            direction: file.phase.direction().filter(|_| plan_shown).map(direction),
            plans: file.plans.iter().filter(|_| plan_shown).map(plan).collect(),
            escalation: escalation(&file.phase),
            zsm_advice: zsm_advice(file).filter(|_| shows(Category::ZsmAdvice)),
            closing: closing(&file.phase),
            shielded: file.shielded.clone().map(MeetingTypeCode),
            elsewhere_checks: table_view::elsewhere(file),
            client_invitation: table_view::invitation(file),
            times_discussed: table_view::times_discussed(file),
            discussions: table_view::discussions(file, &shows),
            life_areas: table_view::life_areas(file, &shows),
            indication: table_view::indication(file, &shows),
            interventions: table_view::interventions(file, &shows),
            hidden: file.marks.hidden,
            legal_hold: file.marks.legal_hold,
            erasure: file.erasure().map(erasure),
            history: case.history.iter().map(|entry| history(entry, &shows)).collect(),
        }
    }
}

fn report(file: &File, identity_shown: bool) -> ReportView {
    let report = &file.report;
    ReportView {
        reported_date: report.on,
        organisation: Organisation(report.source.organisation.clone()),
        account: AccountId(report.source.account.0.clone()),
        reporter: report.source.reporter.as_ref().and_then(|reporter| reporter.known()).map(reporter),
        reason: known(&report.reason),
        trigger: report.trigger.map(Into::into),
        theme: report.theme.clone().map(ThemeCode),
        municipality: report.municipality.clone().map(MunicipalityCode),
        subject: report.subject.as_ref().filter(|_| identity_shown).map(|subject| SubjectView {
            kind: subject.kind.into(),
            members: subject.members.iter().map(|member| self::member(file, member)).collect(),
        }),
        subject_informed: report.subject_informed,
        release_date: report.release_date,
    }
}

fn link_assessments(file: &File) -> Vec<LinkAssessmentView> {
    let assessed = file.linked_to.iter().filter_map(|(case, assessment)| Some((case, (*assessment)?)));
    assessed
        .map(|(case, assessment)| LinkAssessmentView {
            active_case_id: case.0,
            plan_endangered: assessment.plan_endangered,
            case_holder_consulted: assessment.case_holder_consulted,
        })
        .collect()
}

fn mayor_advice(advice: &case::MayorAdvice) -> MayorAdviceView {
    MayorAdviceView {
        decided_date: advice.on,
        municipality: MunicipalityCode(advice.municipality.clone()),
        advice: known(&advice.advice),
    }
}

fn reporter(reporter: &case::Reporter) -> ReporterView {
    ReporterView {
        name: FreeText(reporter.name.clone()),
        telephone: reporter.telephone.clone().map(FreeText),
        mail: reporter.mail.clone().map(FreeText),
    }
}

fn member(file: &File, member: &case::Member) -> MemberView {
    MemberView {
        id: member.id.0,
        person_id: file.persons.get(&member.id).map(|person| person.0),
        identity: Identity::view(&member.details, member.gender),
    }
}

fn weighing(weighing: &case::Weighing) -> WeighingView {
    let decision = &weighing.decision;
    let partners = match decision {
        Decision::HandleBilaterally { partners } => partners.iter().cloned().map(Organisation).collect(),
        _ => Vec::new(),
    };
    let (deferred_until_date, referred_to) = match decision {
        Decision::NoFollowUp(NoFollowUpReason::Deferred { until }) => (Some(*until), None),
        Decision::NoFollowUp(NoFollowUpReason::BelongsElsewhere { place }) => (None, known(place)),
        _ => (None, None),
    };
    WeighingView {
        weighed_date: weighing.on,
        criteria: weighing.criteria.iter().cloned().map(CriterionCode).collect(),
        decision: decision.code().into(),
        partners,
        no_follow_up_reason: decision.no_follow_up().map(Into::into),
        deferred_until_date,
        referred_to,
    }
}

fn agenda(appointment: &case::Appointment) -> AgendaView {
    AgendaView {
        meeting_type: MeetingTypeCode(appointment.meeting_type.clone()),
        meeting_id: appointment.meeting.map(|meeting| meeting.0),
        process_director: appointment.process_director.as_ref().map(Into::into),
    }
}

fn direction(direction: &Direction) -> DirectionView {
    let standing = |(id, state): (&schakel_domain::AgreementId, &case::AgreementState)| AgreementStanding {
        id: id.0,
        state: (*state).into(),
    };
    DirectionView {
        plan_version: direction.plan.version,
        case_holder: (&direction.case_holder).into(),
        end_date: direction.ends_on,
        agreements: direction.agreements.iter().map(standing).collect(),
        monitoring: case::MonitoringMoment::ALL.iter().map(|moment| monitoring(direction, *moment)).collect(),
        results: direction.results.map(results),
    }
}

fn monitoring(direction: &Direction, moment: case::MonitoringMoment) -> MonitoringView {
    MonitoringView {
        moment: moment.into(),
        due_date: moment.due(direction.plan.set_on),
        contact: direction.contacts.get(&moment).map(|contact| ContactView {
            contact_date: contact.on,
            agreements_kept: contact.agreements_kept,
            running_as_planned: contact.running_as_planned,
            new_meeting_needed: contact.new_meeting_needed,
        }),
    }
}

fn results(results: case::Results) -> ResultsView {
    ResultsView {
        procedure_breakthrough: results.procedure_breakthrough,
        all_parties_cooperate: results.all_parties_cooperate,
        progress_made: results.progress_made,
        made_manageable: results.made_manageable,
        holder_can_proceed: results.holder_can_proceed,
    }
}

/// A version of the plan as it is shown.
pub(crate) fn plan(plan: &case::Plan) -> PlanView {
    PlanView {
        version: plan.version,
        set_date: plan.set_on,
        question: known(&plan.question),
        goals: plan
            .goals
            .iter()
            .map(|goal| GoalView { life_area: goal.life_area.into(), goal: known(&goal.goal) })
            .collect(),
        agreements: plan.agreements.iter().map(agreement).collect(),
    }
}

fn agreement(agreement: &case::Agreement) -> AgreementView {
    AgreementView {
        id: agreement.id.0,
        what: known(&agreement.what),
        organisation: Organisation(agreement.organisation.clone()),
        due_date: agreement.by,
        intervention: agreement.intervention.map(Into::into),
        pillar: agreement.pillar.clone().map(PillarCode),
    }
}

fn escalation(phase: &Phase) -> Option<EscalationView> {
    let Phase::Escalated { level, question, .. } = phase else { return None };
    Some(EscalationView { level: (*level).into(), question: known(question) })
}

fn zsm_advice(file: &File) -> Option<ZsmAdviceView> {
    let (on, advice) = file.zsm_advice.current.as_ref()?;
    Some(ZsmAdviceView::of(file.zsm_advice.versions, *on, advice))
}

fn closing(phase: &Phase) -> Option<ClosingView> {
    let Phase::Closed { ground, on, .. } = phase else { return None };
    let (judged, reason, reported_done_by) = match ground {
        ClosingGround::DirectionEnded { results: judged } => (Some(results(*judged)), None, None),
        ClosingGround::NoPlanNeeded { reason } => (None, known(reason), None),
        ClosingGround::NoFollowUp => (None, None, None),
        ClosingGround::HandledBilaterally { reported_by }
        | ClosingGround::TrajectoryEnded { reported_by } => {
            (None, None, Some(Organisation(reported_by.clone())))
        }
    };
    Some(ClosingView {
        closed_date: *on,
        ground: ground.code().into(),
        results: judged,
        reason,
        reported_done_by,
    })
}

fn erasure(erasure: &Erasure) -> ErasureView {
    ErasureView {
        erased_date: erasure.on,
        ground: erasure.ground.code().into(),
        keys_destroyed: erasure.keys_destroyed,
    }
}

fn history(entry: &schakel_journal::Entry<case::Event>, shows: impl Fn(Category) -> bool) -> HistoryEntry {
    let EventKind { name, .. } = entry.event.kind();
    let shown = category(&entry.event).is_none_or(shows);
    HistoryEntry {
        version: entry.sequence,
        event: name.to_owned(),
        at: entry.metadata.at,
        actor: AccountId(entry.metadata.actor.clone()),
        organisation: entry.metadata.organisation.clone(),
        action: entry.metadata.action.clone(),
        facts: if shown { facts(&entry.event) } else { Vec::new() },
    }
}

/// What kind of information an event's facts are, where the covenant knows it.
fn category(event: &case::Event) -> Option<Category> {
    use case::Event;
    match event {
        Event::SubjectIdentified { .. } => Some(Category::Identity),
        Event::PlanSet { .. }
        | Event::CaseHolderReplaced { .. }
        | Event::AgreementUpdated { .. }
        | Event::MonitoringContactRecorded { .. }
        | Event::DirectionExtended { .. }
        | Event::AttendanceRecorded { .. }
        | Event::MeetingEvaluated { .. }
        | Event::LifeAreasRecorded { .. } => Some(Category::Plan),
        Event::ZsmAdviceSet { .. }
        | Event::ZsmAdviceWithdrawn { .. }
        | Event::SystematicOffenderIndicated { .. } => Some(Category::ZsmAdvice),
        Event::InterventionRecorded { .. } => Some(Category::Probation),
        _ => None,
    }
}

/// What an event recorded beyond what the case itself shows.
fn facts(event: &case::Event) -> Vec<HistoryFact> {
    use case::Event;
    let mut facts = Facts::default();
    match event {
        Event::SubjectIdentified { member, person } => {
            facts.add("memberId", member);
            facts.add("personId", person);
        }
        Event::ReportLinked { active_case } => facts.add("activeCaseId", active_case),
        Event::PutOnBriefing { briefing } => facts.add("briefingId", briefing),
        Event::LinkedReportAssessed { active_case, plan_endangered, .. } => {
            facts.add("activeCaseId", active_case);
            facts.add("planEndangered", plan_endangered);
        }
        Event::MayorAdvised { advice } => facts.add("decidedDate", advice.on),
        Event::CaseWeighed { briefing, decision, .. } => {
            facts.add_some("briefingId", briefing.as_ref());
            facts.add("decision", decision.code().code());
        }
        Event::FeedbackGiven { channel, message } => {
            facts.add("channel", channel.code());
            facts.add_text("message", message.as_ref());
        }
        Event::CaseScheduled { meeting_type, meeting, .. } => {
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
        }
        Event::CaseShielded { meeting_type } => facts.add("meetingType", meeting_type),
        Event::PlanSet { plan, case_holder } => {
            facts.add("planVersion", plan.version);
            facts.add("caseHolder", &case_holder.account.0);
        }
        Event::CaseHolderReplaced { case_holder } => facts.add("caseHolder", &case_holder.account.0),
        Event::AgreementUpdated { agreement, state, note } => {
            facts.add("agreementId", agreement);
            facts.add("state", state.code());
            facts.add_text("note", note.as_ref());
        }
        Event::MonitoringContactRecorded { moment, on, new_developments, .. } => {
            facts.add("moment", moment.code());
            facts.add("contactDate", on);
            facts.add_text("newDevelopments", new_developments.as_ref());
        }
        Event::PutBackOnAgenda { reason, asked_by, meeting_type, meeting, .. } => {
            facts.add("reason", reason.code());
            facts.add_some("askedBy", asked_by.as_ref());
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
        }
        Event::DirectionExtended { until, reason } => {
            facts.add("newEndDate", until);
            facts.add_text("reason", Some(reason));
        }
        Event::CaseEscalated { level, question, .. } => {
            facts.add("level", level.code());
            facts.add_text("question", Some(question));
        }
        Event::EscalationReturned { outcome, .. } => facts.add_text("outcome", Some(outcome)),
        Event::ZsmAdviceSet { version, advice, .. } => {
            facts.add("version", version);
            facts.add_text("sketch", Some(&advice.sketch));
            advice.measures.iter().for_each(|measure| facts.add_text("measure", Some(measure)));
        }
        Event::ZsmAdviceWithdrawn { version, cause } => {
            facts.add("version", version);
            facts.add("cause", cause.code());
        }
        Event::CaseClosed { ground, .. } => facts.add("ground", ground.code().code()),
        Event::CaseHidden { reason }
        | Event::CaseRevealed { reason }
        | Event::UseRestricted { reason }
        | Event::RestrictionLifted { reason }
        | Event::LegalHoldPlaced { reason }
        | Event::LegalHoldLifted { reason } => facts.add_text("reason", Some(reason)),
        Event::RetentionExtended { until, reason, decider } => {
            facts.add("newEndDate", until);
            facts.add_text("reason", Some(reason));
            facts.add("decider", &decider.0);
        }
        Event::CaseErased { ground, .. } => {
            facts.add("ground", ground.code().code());
            if let ErasureGround::RequestGranted { request } = ground {
                facts.add("requestId", request);
            }
        }
        Event::KeysDestroyed { keys } => facts.add("keysDestroyed", keys),
        Event::ParticipantListed { meeting, participant } => {
            facts.add("meetingId", meeting);
            facts.add("participant", &participant.account.0);
        }
        Event::ParticipantRemoved { meeting, account } => {
            facts.add("meetingId", meeting);
            facts.add("participant", &account.0);
        }
        Event::InformationRequested { request, organisation, answer_by, .. } => {
            facts.add("informationRequestId", request);
            facts.add("addressee", organisation);
            facts.add("answerByDate", answer_by);
        }
        Event::InformationAnswered { request, known, .. } => {
            facts.add("informationRequestId", request);
            facts.add("known", known);
        }
        Event::InformationRequestWithdrawn { request } => facts.add("informationRequestId", request),
        // What an item says is for the information view, which asks the covenant first.
        Event::InformationShared { item } => {
            facts.add("informationId", item.id);
            facts.add("category", item.category.code());
        }
        Event::ConsentRecorded { item, consent } => {
            facts.add("informationId", item);
            facts.add("consent", consent.code());
        }
        Event::InformationRetracted { item } => facts.add("informationId", item),
        Event::ElsewhereChecked { party, found, .. } => {
            facts.add("party", party.code());
            facts.add("known", *found != Elsewhere::NotKnown);
        }
        Event::ClientInvitationDecided { invitation, .. } => {
            facts.add("invited", *invitation == Invitation::Invited);
        }
        Event::AttendanceRecorded { meeting, attendance } => {
            facts.add("meetingId", meeting);
            facts.add("client", attendance.client.code().code());
            facts.add_some("summedUpBy", attendance.summed_up_by.as_ref().map(|by| &by.account.0));
        }
        Event::CaseDiscussed { meeting_type, meeting } => {
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
        }
        Event::MeetingEvaluated { meeting, by, evaluation } => {
            facts.add("meetingId", meeting);
            facts.add("by", by.code());
            facts.add_text("evaluation", Some(evaluation));
        }
        Event::LifeAreasRecorded { areas } => {
            areas.keys().for_each(|area| facts.add("lifeArea", area.code()));
        }
        Event::SystematicOffenderIndicated { indication, review_on, until, .. } => {
            facts.add("indication", indication.code());
            facts.add("reviewDate", review_on);
            facts.add_some("untilDate", until.as_ref());
        }
        Event::InterventionRecorded { intervention } => {
            facts.add_text("what", Some(&intervention.what));
            facts.add("worked", intervention.worked);
        }
        Event::GlassBroken { account, until, .. } => {
            facts.add("account", &account.0);
            facts.add("endsAt", until.to_rfc3339());
        }
        // So is what a referral asks.
        Event::ReferralOffered { referral, from, to, .. } => {
            facts.add("referralId", referral);
            facts.add("referrer", from);
            facts.add("receiver", to);
        }
        Event::ReferralAccepted { referral }
        | Event::ReferralRejected { referral, .. }
        | Event::ReferralCompleted { referral }
        | Event::ReferralRevoked { referral, .. } => facts.add("referralId", referral),
        Event::CaseHandedOver { handover, house, reason, categories, client_told, .. } => {
            facts.add("handoverId", handover);
            facts.add("house", house);
            facts.add_text("reason", Some(reason));
            categories.iter().for_each(|category| facts.add("category", category.code()));
            facts.add("clientTold", client_told);
        }
        Event::CaseReported { .. } | Event::ReportCompleted { .. } | Event::ResultsJudged { .. } => {}
    }
    facts.0
}

#[derive(Default)]
struct Facts(Vec<HistoryFact>);

impl Facts {
    fn add(&mut self, name: &str, value: impl ToString) {
        self.0.push(HistoryFact { name: name.to_owned(), value: value.to_string() });
    }

    fn add_some(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn add_text(&mut self, name: &str, text: Option<&Personal<Text>>) {
        self.add_some(name, text.and_then(Personal::known).map(Text::as_str));
    }
}
