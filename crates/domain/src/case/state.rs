//! A case as it stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{days_after, months_after};
use crate::case::{
    AgreementState, BrokenGlass, CaseState, CaseSubject, Check, Checks, ClosedData, ClosingCode,
    ClosingGround, Decision, Discussions, Erasure, EscalationLevel, Event, Handover, Indication,
    InformationRequest, Item, LetterKind, LetterRecipient, LifeAreas, LinkAssessment, Marks, MayorAdvice,
    MonitoringMoment, Plan, Referral, ReferralState, Refusal, RequestState, Results, Source,
    TriedIntervention, Trigger, ZsmAdvice,
};
use crate::code::Code;
use crate::personal::Personal;
use crate::region::{CriterionCode, MeetingTypeCode, MunicipalityCode, ThemeCode};
use crate::{
    Account, AgreementId, CaseId, HandoverId, InformationId, InformationRequestId, MeetingId, MemberId,
    PersonId, Professional, ReferralId, Text,
};

/// The state of a case's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Case {
    /// Nothing was reported.
    #[default]
    Unreported,
    /// There is a case.
    Known(Box<File>),
}

/// All that a case holds, whatever its phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The report, as completed.
    pub report: Report,
    /// The briefing on whose agenda it is, until it is weighed there.
    pub briefing: Option<MeetingId>,
    /// The weighings, oldest first.
    pub weighings: Vec<Weighing>,
    /// Whether the reporter has yet to hear of the last decision.
    pub feedback_owed: bool,
    /// Active cases that this report was linked to, each with what it means for that case's plan, once that
    /// was assessed.
    pub linked_to: BTreeMap<CaseId, Option<LinkAssessment>>,
    /// What the mayor was advised, on a BIJ report.
    pub mayor_advice: Option<MayorAdvice>,
    /// Which member is which registered person.
    pub persons: BTreeMap<MemberId, PersonId>,
    /// Every version of the plan, oldest first.
    pub plans: Vec<Plan>,
    /// Every advice for ZSM so far; the current one, if one holds.
    pub zsm_advice: AdviceFile,
    /// The shielded kind of meeting that it is for; for good, once it is (HANDBOOK §4).
    pub shielded: Option<MeetingTypeCode>,
    /// What was laid upon the case, whatever its phase.
    pub marks: Marks,
    /// Who takes part when it is discussed, per meeting.
    pub participants: BTreeMap<MeetingId, BTreeMap<Account, Professional>>,
    /// What partners were asked.
    pub requests: BTreeMap<InformationRequestId, InformationRequest>,
    /// What was shared and not taken back.
    pub information: BTreeMap<InformationId, Item>,
    /// For whom the glass was broken, oldest first.
    pub broken_glass: Vec<BrokenGlass>,
    /// To whom it was offered.
    pub referrals: BTreeMap<ReferralId, Referral>,
    /// Whether the person is known elsewhere.
    pub elsewhere: Checks,
    /// What was recorded of its discussions.
    pub discussions: Discussions,
    /// How the life areas of aftercare stand.
    pub life_areas: LifeAreas,
    /// What is done about a systematic offender.
    pub indication: Option<Indication>,
    /// The letters that were sent, oldest first.
    pub letters: Vec<Letter>,
    /// What was tried with them before, in the order in which it was recorded.
    pub interventions: Vec<TriedIntervention>,
    /// To which other Houses it went over.
    pub handovers: BTreeMap<HandoverId, Handover>,
    /// Where the case stands.
    pub phase: Phase,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The day.
    pub on: NaiveDate,
    /// From who.
    pub source: Source,
    /// Why.
    pub reason: Personal<Text>,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<ThemeCode>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// About whom.
    pub subject: Option<CaseSubject>,
    /// Whether the person was told of the report.
    pub subject_informed: Option<bool>,
    /// The (provisional) day of release, of a detention report (HANDBOOK §2).
    pub release_date: Option<NaiveDate>,
}

/// A letter that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What letter.
    pub kind: LetterKind,
    /// About which meeting.
    pub meeting: MeetingId,
    /// To whom.
    pub to: LetterRecipient,
    /// The day.
    pub on: NaiveDate,
}

/// One weighing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighing {
    /// The day of the briefing.
    pub on: NaiveDate,
    /// The criteria that were met.
    pub criteria: Vec<CriterionCode>,
    /// The decision.
    pub decision: Decision,
}

/// The advices for ZSM.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AdviceFile {
    /// How many there have been.
    pub versions: u32,
    /// The one that holds, and since when.
    pub current: Option<(NaiveDate, ZsmAdvice)>,
}

/// On whose agenda a case is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// The kind of meeting.
    pub meeting_type: MeetingTypeCode,
    /// The meeting, once it is known.
    pub meeting: Option<MeetingId>,
    /// Who directs the process.
    pub process_director: Option<Professional>,
    /// The municipal contact who decided with the House that it is discussed there, under a local arrangement
    /// (HANDBOOK §2).
    pub municipal_contact: Option<Account>,
}

/// Process direction on a plan: the plan in force always has exactly one case holder (HANDBOOK §1, §5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Direction {
    /// The meeting that set the plan.
    pub appointment: Appointment,
    /// The plan in force.
    pub plan: Plan,
    /// The one case holder.
    pub case_holder: Professional,
    /// Where each agreement of the plan in force stands.
    pub agreements: BTreeMap<AgreementId, AgreementState>,
    /// The contacts of the schedule that took place.
    pub contacts: BTreeMap<MonitoringMoment, Contact>,
    /// The day on which process direction ends: six months after the first plan, unless extended.
    pub ends_on: NaiveDate,
    /// The results, once the present case holder judged them.
    pub results: Option<Results>,
}

/// What a monitoring contact found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// The day.
    pub on: NaiveDate,
    /// Whether the agreements are kept.
    pub agreements_kept: bool,
    /// Whether it runs as planned.
    pub running_as_planned: bool,
    /// Whether a new meeting is needed.
    pub new_meeting_needed: bool,
}

/// Where a case stands, with what that takes (HANDBOOK §5, life cycle).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// Reported.
    Reported,
    /// Weighed.
    Weighed(Decision),
    /// On an agenda; a plan that was in force stays so.
    Scheduled {
        /// Whose agenda.
        appointment: Appointment,
        /// The plan in force, if the case came back.
        direction: Option<Box<Direction>>,
    },
    /// Plan of approach set.
    Planned(Box<Direction>),
    /// Under monitoring.
    Monitored(Box<Direction>),
    /// With somebody of a wider mandate.
    Escalated {
        /// Whom.
        level: EscalationLevel,
        /// What was asked.
        question: Personal<Text>,
        /// Where the case came from, and goes back to.
        from: Box<Phase>,
    },
    /// Closed.
    Closed {
        /// On what ground.
        ground: ClosingGround,
        /// The day.
        on: NaiveDate,
        /// How process direction stood at its end.
        direction: Option<Box<Direction>>,
        /// The kind of meeting whose agenda the case was last on: its term counts.
        meeting_type: Option<MeetingTypeCode>,
        /// Whether its data is still there.
        data: ClosedData,
    },
}

impl Phase {
    /// The state's name.
    pub fn state(&self) -> CaseState {
        match self {
            Self::Reported => CaseState::Reported,
            Self::Weighed(_) => CaseState::Weighed,
            Self::Scheduled { .. } => CaseState::Scheduled,
            Self::Planned(_) => CaseState::Planned,
            Self::Monitored(_) => CaseState::Monitored,
            Self::Escalated { .. } => CaseState::Escalated,
            Self::Closed { .. } => CaseState::Closed,
        }
    }

    /// Process direction, if there is or was a plan.
    pub fn direction(&self) -> Option<&Direction> {
        match self {
            Self::Reported | Self::Weighed(_) => None,
            Self::Scheduled { direction, .. } | Self::Closed { direction, .. } => direction.as_deref(),
            Self::Planned(direction) | Self::Monitored(direction) => Some(direction),
            Self::Escalated { from, .. } => from.direction(),
        }
    }

    /// Whose agenda the case is on or was last on.
    pub fn appointment(&self) -> Option<&Appointment> {
        match self {
            Self::Scheduled { appointment, .. } => Some(appointment),
            Self::Escalated { from, .. } => from.appointment(),
            other => other.direction().map(|direction| &direction.appointment),
        }
    }

    fn direction_mut(&mut self) -> Option<&mut Direction> {
        match self {
            Self::Reported | Self::Weighed(_) => None,
            Self::Scheduled { direction, .. } | Self::Closed { direction, .. } => direction.as_deref_mut(),
            Self::Planned(direction) | Self::Monitored(direction) => Some(direction),
            Self::Escalated { from, .. } => from.direction_mut(),
        }
    }

    fn into_direction(self) -> Option<Box<Direction>> {
        match self {
            Self::Reported | Self::Weighed(_) => None,
            Self::Scheduled { direction, .. } | Self::Closed { direction, .. } => direction,
            Self::Planned(direction) | Self::Monitored(direction) => Some(direction),
            Self::Escalated { from, .. } => from.into_direction(),
        }
    }
}

impl MonitoringMoment {
    /// The day on which this contact is due, for a plan set on that day (HANDBOOK §5).
    pub fn due(self, set_on: NaiveDate) -> NaiveDate {
        match self {
            Self::Week1 => days_after(set_on, 7),
            Self::Month1 => months_after(set_on, 1),
            Self::Month3 => months_after(set_on, 3),
            Self::Month6 => months_after(set_on, 6),
        }
    }
}

impl Direction {
    /// Months after which process direction aims to end (HANDBOOK §5).
    pub const AIM_MONTHS: u32 = 6;

    /// The contacts that are still to come, with the day on which each is due.
    pub fn contacts_to_come(&self) -> impl Iterator<Item = (MonitoringMoment, NaiveDate)> {
        MonitoringMoment::ALL
            .iter()
            .filter(|moment| !self.contacts.contains_key(moment))
            .map(|moment| (*moment, moment.due(self.plan.set_on)))
    }
}

impl Case {
    /// The case, if there is one.
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::Unreported => None,
            Self::Known(file) => Some(file),
        }
    }

    /// The case, for a command that is not the first.
    pub(super) fn known(&self) -> Result<&File, Refusal> {
        self.file().ok_or(Refusal::CaseUnknown)
    }

    /// The case, for a command that needs its data: after erasure nothing more is possible.
    pub(super) fn kept(&self) -> Result<&File, Refusal> {
        let file = self.known()?;
        if file.erasure().is_some() { Err(Refusal::CaseErased) } else { Ok(file) }
    }

    /// The case, for a command that uses its data: not while that is restricted (NORMS §7).
    pub(super) fn in_use(&self) -> Result<&File, Refusal> {
        let file = self.kept()?;
        if file.is_restricted() { Err(Refusal::UseIsRestricted) } else { Ok(file) }
    }

    /// The case, for a command that needs it open.
    pub(super) fn open(&self) -> Result<&File, Refusal> {
        let file = self.in_use()?;
        match file.phase {
            Phase::Closed { .. } => Err(Refusal::CaseClosed),
            _ => Ok(file),
        }
    }

    /// Process direction, for a command that needs a plan under way.
    pub(super) fn under_direction(&self) -> Result<&Direction, Refusal> {
        match &self.open()?.phase {
            Phase::Planned(direction) | Phase::Monitored(direction) => Ok(direction),
            Phase::Escalated { .. } => Err(Refusal::CaseEscalated),
            Phase::Scheduled { direction: Some(_), .. } => Err(Refusal::BackOnAgenda),
            _ => Err(Refusal::NoPlanInForce),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        match (&mut *self, event) {
            (
                Self::Unreported,
                Event::CaseReported {
                    on,
                    source,
                    reason,
                    trigger,
                    theme,
                    municipality,
                    subject,
                    shielded,
                    subject_informed,
                    release_date,
                },
            ) => {
                let report = Report {
                    on,
                    source,
                    reason,
                    trigger,
                    theme,
                    municipality,
                    subject,
                    subject_informed,
                    release_date,
                };
                *self = Self::Known(Box::new(File::of(report, shielded)));
            }
            (Self::Known(file), event) => file.apply(event),
            (Self::Unreported, _) => {}
        }
    }
}

impl File {
    fn of(report: Report, shielded: Option<MeetingTypeCode>) -> Self {
        Self {
            report,
            briefing: None,
            weighings: Vec::new(),
            feedback_owed: false,
            linked_to: BTreeMap::new(),
            mayor_advice: None,
            persons: BTreeMap::new(),
            plans: Vec::new(),
            zsm_advice: AdviceFile::default(),
            shielded,
            marks: Marks::default(),
            participants: BTreeMap::new(),
            requests: BTreeMap::new(),
            information: BTreeMap::new(),
            broken_glass: Vec::new(),
            referrals: BTreeMap::new(),
            elsewhere: Checks::new(),
            discussions: Discussions::default(),
            life_areas: LifeAreas::new(),
            indication: None,
            letters: Vec::new(),
            interventions: Vec::new(),
            handovers: BTreeMap::new(),
            phase: Phase::Reported,
        }
    }

    /// The members of the subject.
    pub fn members(&self) -> &[super::Member] {
        self.report.subject.as_ref().map_or(&[], |subject| &subject.members)
    }

    /// Whether the case is being handled: from report to closing.
    pub fn is_active(&self) -> bool {
        !matches!(self.phase, Phase::Closed { .. })
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::CaseReported { .. } => {}
            Event::ReportCompleted {
                trigger,
                theme,
                municipality,
                subject,
                subject_informed,
                release_date,
            } => {
                let report = &mut self.report;
                report.trigger = trigger.or(report.trigger);
                report.theme = theme.or_else(|| report.theme.take());
                report.municipality = municipality.or_else(|| report.municipality.take());
                report.subject = subject.or_else(|| report.subject.take());
                report.subject_informed = subject_informed.or(report.subject_informed);
                // What turned out to be no detention report has no day of release.
                let released = release_date.or(report.release_date);
                report.release_date = released.filter(|_| report.trigger == Some(Trigger::Detention));
            }
            Event::SubjectIdentified { member, person } => {
                self.persons.insert(member, person);
            }
            Event::ReportLinked { active_case } => {
                self.linked_to.entry(active_case).or_default();
            }
            Event::PutOnBriefing { briefing } => self.briefing = Some(briefing),
            Event::LinkedReportAssessed { active_case, plan_endangered, case_holder_consulted } => {
                let assessment = LinkAssessment { plan_endangered, case_holder_consulted };
                self.linked_to.insert(active_case, Some(assessment));
            }
            Event::MayorAdvised { advice } => self.mayor_advice = Some(advice),
            Event::CaseWeighed { on, criteria, decision, .. } => {
                self.briefing = None;
                self.weighings.push(Weighing { on, criteria, decision: decision.clone() });
                self.feedback_owed = true;
                self.phase = Phase::Weighed(decision);
            }
            Event::FeedbackGiven { .. } => self.feedback_owed = false,
            Event::CaseScheduled { meeting_type, meeting, process_director, municipal_contact } => {
                self.put_on_agenda(Appointment {
                    meeting_type,
                    meeting,
                    process_director,
                    municipal_contact,
                });
            }
            Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                let municipal_contact = None;
                self.put_on_agenda(Appointment {
                    meeting_type,
                    meeting,
                    process_director,
                    municipal_contact,
                });
            }
            Event::CaseShielded { meeting_type } => self.shielded = Some(meeting_type),
            Event::PlanSet { plan, case_holder } => {
                self.discussed();
                self.set_plan(plan, case_holder);
            }
            Event::CaseHolderReplaced { case_holder } => {
                self.direct(|direction| {
                    // Another holder has yet to judge; a new telephone number changes no judgement.
                    if direction.case_holder.account != case_holder.account {
                        direction.results = None;
                    }
                    direction.case_holder = case_holder;
                });
            }
            Event::AgreementUpdated { agreement, state, .. } => self.direct(|direction| {
                direction.agreements.insert(agreement, state);
            }),
            Event::MonitoringContactRecorded {
                moment,
                on,
                agreements_kept,
                running_as_planned,
                new_meeting_needed,
                ..
            } => {
                let contact = Contact { on, agreements_kept, running_as_planned, new_meeting_needed };
                self.direct(|direction| {
                    direction.contacts.insert(moment, contact);
                });
                self.move_on(|phase| match phase {
                    Phase::Planned(direction) => Phase::Monitored(direction),
                    other => other,
                });
            }
            Event::DirectionExtended { until, .. } => self.direct(|direction| direction.ends_on = until),
            Event::CaseEscalated { level, question, .. } => {
                self.move_on(|phase| Phase::Escalated { level, question, from: Box::new(phase) });
            }
            Event::EscalationReturned { .. } => self.move_on(|phase| match phase {
                Phase::Escalated { from, .. } => *from,
                other => other,
            }),
            Event::ZsmAdviceSet { version, on, advice } => {
                self.zsm_advice = AdviceFile { versions: version, current: Some((on, advice)) };
            }
            Event::ZsmAdviceWithdrawn { .. } => self.zsm_advice.current = None,
            Event::ResultsJudged { results } => self.direct(|direction| direction.results = Some(results)),
            Event::CaseClosed { on, ground } => {
                if ground.code() == ClosingCode::NoPlanNeeded {
                    self.discussed();
                }
                self.move_on(|phase| {
                    let meeting_type = phase.appointment().map(|at| at.meeting_type.clone());
                    let data = ClosedData::Kept { extended_until: None };
                    Phase::Closed { ground, on, direction: phase.into_direction(), meeting_type, data }
                });
            }
            Event::CaseHidden { .. } => self.marks.hidden = true,
            Event::CaseRevealed { .. } => self.marks.hidden = false,
            Event::UseRestricted { .. } => self.marks.restricted = true,
            Event::RestrictionLifted { .. } => self.marks.restricted = false,
            Event::LegalHoldPlaced { .. } => self.marks.legal_hold = true,
            Event::LegalHoldLifted { .. } => self.marks.legal_hold = false,
            Event::RetentionExtended { until, .. } => self.change_data(|data| {
                if let ClosedData::Kept { extended_until } = data {
                    *extended_until = Some(until);
                }
            }),
            Event::CaseErased { on, ground } => {
                self.change_data(|data| {
                    *data = ClosedData::Erased(Erasure { on, ground, keys_destroyed: None })
                });
            }
            Event::KeysDestroyed { keys } => self.change_data(|data| {
                if let ClosedData::Erased(erasure) = data {
                    erasure.keys_destroyed = Some(keys);
                }
            }),
            Event::ParticipantListed { meeting, participant } => {
                let listed = self.participants.entry(meeting).or_default();
                listed.insert(participant.account.clone(), participant);
            }
            Event::ParticipantRemoved { meeting, account } => {
                if let Some(listed) = self.participants.get_mut(&meeting) {
                    listed.remove(&account);
                }
            }
            Event::InformationRequested { request: id, organisation, account, question, answer_by } => {
                let (state, note) = (RequestState::Open, None);
                let request =
                    InformationRequest { id, organisation, account, question, answer_by, state, note };
                self.requests.insert(id, request);
            }
            Event::InformationAnswered { request, known, note } => self.ask(request, |request| {
                request.state = if known { RequestState::Known } else { RequestState::Unknown };
                request.note = note;
            }),
            Event::InformationRequestWithdrawn { request } => {
                self.ask(request, |request| request.state = RequestState::Withdrawn);
            }
            Event::InformationShared { item } => {
                self.information.insert(item.id, item);
            }
            Event::ConsentRecorded { item, consent } => {
                if let Some(item) = self.information.get_mut(&item) {
                    item.consent = consent;
                }
            }
            Event::InformationRetracted { item } => {
                self.information.remove(&item);
            }
            Event::GlassBroken { account, until, .. } => {
                self.broken_glass.push(BrokenGlass { account, until });
            }
            Event::ReferralOffered { referral: id, from, to, question } => {
                let (state, reason) = (ReferralState::Offered, None);
                self.referrals.insert(id, Referral { id, from, to, question, state, reason });
            }
            Event::ReferralAccepted { referral } => self.refer(referral, ReferralState::Accepted, None),
            Event::ReferralRejected { referral, reason } => {
                self.refer(referral, ReferralState::Rejected, Some(reason));
            }
            Event::ReferralCompleted { referral } => self.refer(referral, ReferralState::Done, None),
            Event::ReferralRevoked { referral, reason } => {
                self.refer(referral, ReferralState::Revoked, Some(reason));
            }
            Event::ElsewhereChecked { on, party, found } => {
                self.elsewhere.insert(party, Check { on, found });
            }
            Event::ClientInvitationDecided { invitation, .. } => {
                self.discussions.invitation = Some(invitation);
            }
            Event::CaseDiscussed { .. } => self.discussed(),
            Event::AttendanceRecorded { meeting, attendance } => {
                if self.meeting() == Some(meeting) {
                    self.discussed();
                }
                self.discussions.held.entry(meeting).or_default().attendance = Some(attendance);
            }
            Event::MeetingEvaluated { meeting, by, evaluation } => {
                self.discussions.held.entry(meeting).or_default().evaluations.insert(by, evaluation);
            }
            Event::LifeAreasRecorded { areas } => self.life_areas.extend(areas),
            Event::SystematicOffenderIndicated { on, indication, review_on, until } => {
                self.indication = Some(Indication { on, indication, review_on, until });
            }
            Event::LetterSent { kind, meeting, to, on } => {
                self.letters.push(Letter { kind, meeting, to, on });
            }
            Event::InterventionRecorded { intervention } => self.interventions.push(intervention),
            Event::CaseHandedOver { handover: id, on, house, reason, categories, client_told } => {
                self.handovers.insert(id, Handover { id, on, house, reason, categories, client_told });
            }
        }
    }

    fn ask(&mut self, id: InformationRequestId, change: impl FnOnce(&mut InformationRequest)) {
        if let Some(request) = self.requests.get_mut(&id) {
            change(request);
        }
    }

    fn refer(&mut self, id: ReferralId, state: ReferralState, reason: Option<Personal<Text>>) {
        if let Some(referral) = self.referrals.get_mut(&id) {
            (referral.state, referral.reason) = (state, reason);
        }
    }

    fn put_on_agenda(&mut self, appointment: Appointment) {
        // For another discussion it is decided anew.
        if self.phase.direction().is_some() || self.discussions.took_place {
            self.discussions.invitation = None;
        }
        self.discussions.took_place = false;
        self.move_on(|phase| Phase::Scheduled { appointment, direction: phase.into_direction() });
    }

    fn move_on(&mut self, next: impl FnOnce(Phase) -> Phase) {
        self.phase = next(std::mem::replace(&mut self.phase, Phase::Reported));
    }

    fn direct(&mut self, change: impl FnOnce(&mut Direction)) {
        if let Some(direction) = self.phase.direction_mut() {
            change(direction);
        }
    }

    /// A new version of the plan: the schedule of contacts starts again, the end of process direction
    /// stays what it was agreed to be.
    fn set_plan(&mut self, plan: Plan, case_holder: Professional) {
        self.plans.push(plan.clone());
        self.move_on(|phase| {
            let Phase::Scheduled { appointment, direction } = phase else { return phase };
            let ends_on = direction
                .map_or_else(|| months_after(plan.set_on, Direction::AIM_MONTHS), |earlier| earlier.ends_on);
            let agreements = plan.agreements.iter().map(|a| (a.id, AgreementState::Open)).collect();
            Phase::Planned(Box::new(Direction {
                appointment,
                plan,
                case_holder,
                agreements,
                contacts: BTreeMap::new(),
                ends_on,
                results: None,
            }))
        });
    }
}
