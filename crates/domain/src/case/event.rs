//! What can have happened to a case.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::{
    AgendaReason, AgreementState, Attendance, ClosingCode, Consent, DecisionCode, Elsewhere, ElsewhereParty,
    ErasureCode, EscalationLevel, Evaluator, FeedbackChannel, Intervention, Invitation, Item, LetterKind,
    LetterRecipientCode, LifeArea, LifeAreas, MayorAdvice, MonitoringMoment, NoFollowUpCode, SmdIndication,
    SubjectKind, TriedIntervention, Trigger, WithdrawalCause,
};
use crate::event_kind::events;
use crate::person::{Gender, PersonDetails};
use crate::personal::{Personal, Subject};
use crate::region::{
    CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, PillarCode, ThemeCode,
};
use crate::{
    Account, AgreementId, CaseId, Category, HandoverId, InformationId, InformationRequestId, MeetingId,
    MemberId, PersonId, Professional, ReferralId, Text,
};

/// From who a report comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The organisation.
    pub organisation: OrganisationCode,
    /// The account of the reporter, by which the feedback finds its reader.
    pub account: Account,
    /// The reporter and how to reach them, if it is somebody else than the one who registers.
    pub reporter: Option<Personal<Reporter>>,
}

/// The professional who brought the case in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    /// Name.
    pub name: Text,
    /// Telephone number.
    pub telephone: Option<Text>,
    /// Mail address.
    pub mail: Option<Text>,
}

/// Who a case is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseSubject {
    /// A person or a family.
    pub kind: SubjectKind,
    /// The persons: one, or several of a family.
    pub members: Vec<Member>,
}

/// One person within the subject. What is known is sealed under the member's own key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Identity within the case.
    pub id: MemberId,
    /// What the reporter knew.
    pub details: Personal<PersonDetails>,
    /// Gender.
    pub gender: Gender,
    /// The year of birth, which the figures keep when all else is erased (HANDBOOK §10.3).
    pub birth_year: Option<i32>,
}

impl Member {
    /// Somebody of whom this is known.
    pub fn new(id: MemberId, details: PersonDetails, gender: Gender) -> Self {
        let birth_year = details.birth_year();
        Self { id, details: Personal::about(Subject::Member(id.0), details), gender, birth_year }
    }
}

/// What the briefing decides; exactly one per weighing (HANDBOOK §3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Decision {
    /// A focus meeting is scheduled.
    ScheduleFocus,
    /// A Top60 meeting is scheduled.
    ScheduleTop60,
    /// The theme table of the subregion discusses it.
    ScheduleAftercare,
    /// The theme table of the subregion keeps an eye on it.
    MonitorAftercare,
    /// Named partners settle it between them.
    HandleBilaterally {
        /// The partners.
        partners: Vec<OrganisationCode>,
    },
    /// A voluntary trajectory starts.
    StartVoluntaryTrajectory,
    /// Somebody with a wider mandate must decide first.
    Escalate {
        /// Who.
        level: EscalationLevel,
        /// What.
        question: Personal<Text>,
    },
    /// Nothing follows, or not yet.
    NoFollowUp(NoFollowUpReason),
}

/// Why nothing follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NoFollowUpReason {
    /// In a meeting or plan at the House or a partner.
    AlreadyInHand,
    /// Postponed: somebody finds something out first.
    Deferred {
        /// The day of the briefing at which the report comes back.
        until: NaiveDate,
    },
    /// Sharing was what was needed.
    PartnersInformed,
    /// Referred: a report that does not belong here is never just refused.
    BelongsElsewhere {
        /// Where.
        place: Personal<Text>,
    },
}

impl Decision {
    /// The decision's name.
    pub fn code(&self) -> DecisionCode {
        match self {
            Self::ScheduleFocus => DecisionCode::ScheduleFocus,
            Self::ScheduleTop60 => DecisionCode::ScheduleTop60,
            Self::ScheduleAftercare => DecisionCode::ScheduleAftercare,
            Self::MonitorAftercare => DecisionCode::MonitorAftercare,
            Self::HandleBilaterally { .. } => DecisionCode::HandleBilaterally,
            Self::StartVoluntaryTrajectory => DecisionCode::StartVoluntaryTrajectory,
            Self::Escalate { .. } => DecisionCode::Escalate,
            Self::NoFollowUp(_) => DecisionCode::NoFollowUp,
        }
    }

    /// Whether the report is weighed again: it was postponed, or somebody else is asked first (HANDBOOK §5).
    pub fn is_provisional(&self) -> bool {
        matches!(self, Self::NoFollowUp(NoFollowUpReason::Deferred { .. }) | Self::Escalate { .. })
    }

    /// The reason's name, if nothing follows.
    pub fn no_follow_up(&self) -> Option<NoFollowUpCode> {
        let Self::NoFollowUp(reason) = self else { return None };
        Some(match reason {
            NoFollowUpReason::AlreadyInHand => NoFollowUpCode::AlreadyInHand,
            NoFollowUpReason::Deferred { .. } => NoFollowUpCode::Deferred,
            NoFollowUpReason::PartnersInformed => NoFollowUpCode::PartnersInformed,
            NoFollowUpReason::BelongsElsewhere { .. } => NoFollowUpCode::BelongsElsewhere,
        })
    }
}

/// A goal of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// In which life area.
    pub life_area: LifeArea,
    /// What is to be reached.
    pub goal: Personal<Text>,
}

/// An agreement of the plan: what, which organisation, by when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Identity within the case.
    pub id: AgreementId,
    /// What.
    pub what: Personal<Text>,
    /// Which organisation.
    pub organisation: OrganisationCode,
    /// By when.
    pub by: NaiveDate,
    /// From which chain, if it is an intervention.
    pub intervention: Option<Intervention>,
    /// On which pillar it stands, where the meeting that made it builds on pillars (HANDBOOK §4, Top60).
    pub pillar: Option<PillarCode>,
}

/// A version of the plan of approach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// 1 for the first.
    pub version: u32,
    /// The day on which it was set; monitoring counts from here.
    pub set_on: NaiveDate,
    /// The question that it answers.
    pub question: Personal<Text>,
    /// Goals per life area.
    pub goals: Vec<Goal>,
    /// What was agreed.
    pub agreements: Vec<Agreement>,
}

/// What is wished for at ZSM in view of the plan (HANDBOOK §8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZsmAdvice {
    /// A short sketch of the case.
    pub sketch: Personal<Text>,
    /// The measures wished for.
    pub measures: Vec<Personal<Text>>,
}

/// The five results, each yes or no, judged by the case holder (HANDBOOK §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// Procedures were departed from, or a breakthrough was forced.
    pub procedure_breakthrough: bool,
    /// All parties cooperate.
    pub all_parties_cooperate: bool,
    /// Progress was made.
    pub progress_made: bool,
    /// It was made manageable.
    pub made_manageable: bool,
    /// The holder can go on where they were stuck.
    pub holder_can_proceed: bool,
}

/// On what ground a case is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClosingGround {
    /// Process direction ended.
    DirectionEnded {
        /// What came of it.
        results: Results,
    },
    /// The meeting found that no plan is needed.
    NoPlanNeeded {
        /// Why.
        reason: Personal<Text>,
    },
    /// The briefing decided on no follow-up.
    NoFollowUp,
    /// Partners settled it between them.
    HandledBilaterally {
        /// The partner that said so.
        reported_by: OrganisationCode,
    },
    /// The voluntary trajectory ended.
    TrajectoryEnded {
        /// The partner that said so.
        reported_by: OrganisationCode,
    },
}

impl ClosingGround {
    /// The ground's name.
    pub fn code(&self) -> ClosingCode {
        match self {
            Self::DirectionEnded { .. } => ClosingCode::DirectionEnded,
            Self::NoPlanNeeded { .. } => ClosingCode::NoPlanNeeded,
            Self::NoFollowUp => ClosingCode::NoFollowUp,
            Self::HandledBilaterally { .. } => ClosingCode::HandledBilaterally,
            Self::TrajectoryEnded { .. } => ClosingCode::TrajectoryEnded,
        }
    }
}

/// To whom a letter was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterRecipient {
    /// The client.
    Client,
    /// The parents.
    Parents,
    /// One of several members of the subject.
    Member {
        /// Which.
        member: MemberId,
    },
}

impl LetterRecipient {
    /// The recipient's name.
    pub fn code(self) -> LetterRecipientCode {
        match self {
            Self::Client => LetterRecipientCode::Client,
            Self::Parents => LetterRecipientCode::Parents,
            Self::Member { .. } => LetterRecipientCode::Member,
        }
    }
}

/// On what ground a case's data ends (HANDBOOK §9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErasureGround {
    /// The term after closing has passed.
    RetentionExpired,
    /// The subject asked for it, and the request was granted.
    RequestGranted {
        /// The request.
        request: Uuid,
    },
}

impl ErasureGround {
    /// The ground's name.
    pub fn code(&self) -> ErasureCode {
        match self {
            Self::RetentionExpired => ErasureCode::RetentionExpired,
            Self::RequestGranted { .. } => ErasureCode::RequestGranted,
        }
    }
}

events! {
    /// Everything that can have happened to a case.
    pub enum Event of "Case" {
        /// A professional reported; nothing but the reason has to be known (HANDBOOK §2).
        CaseReported v "5" {
            /// The day of the report.
            on: NaiveDate,
            /// From who.
            source: Source,
            /// Why.
            reason: Personal<Text>,
            /// What set it off.
            trigger: Option<Trigger>,
            /// The theme of a current concern.
            theme: Option<ThemeCode>,
            /// Municipality of residence.
            municipality: Option<MunicipalityCode>,
            /// About whom.
            subject: Option<CaseSubject>,
            /// The shielded kind of meeting that it is for; then nobody else ever knew of it (HANDBOOK §4).
            shielded: Option<MeetingTypeCode>,
            /// Whether the person was told of the report.
            subject_informed: Option<bool>,
            /// The (provisional) day of release, of a detention report (uitstroomdatum, HANDBOOK §2).
            release_date: Option<NaiveDate>,
        }
        /// What was missing from the report was added; what is absent here stays as it was.
        ReportCompleted v "4" {
            /// What set it off.
            trigger: Option<Trigger>,
            /// The theme of a current concern.
            theme: Option<ThemeCode>,
            /// Municipality of residence.
            municipality: Option<MunicipalityCode>,
            /// About whom.
            subject: Option<CaseSubject>,
            /// Whether the person was told of the report.
            subject_informed: Option<bool>,
            /// The (provisional) day of release, of a detention report (HANDBOOK §2).
            release_date: Option<NaiveDate>,
        }
        /// A member of the subject was recognised as a registered person.
        SubjectIdentified v "1" {
            /// The member.
            member: MemberId,
            /// The person.
            person: PersonId,
        }
        /// The report is about somebody whose case is active; that case's holder is told (HANDBOOK §2).
        ReportLinked v "1" {
            /// The active case.
            active_case: CaseId,
        }
        /// The report was put on the agenda of a briefing, or of another one.
        PutOnBriefing v "1" {
            /// The briefing.
            briefing: MeetingId,
        }
        /// It became clear what the report means for the plan of a case that it was linked to (HANDBOOK §2).
        LinkedReportAssessed v "1" {
            /// The active case.
            active_case: CaseId,
            /// Whether reality has overtaken its plan.
            plan_endangered: bool,
            /// Whether its case holder was consulted.
            case_holder_consulted: bool,
        }
        /// The mayor was advised on a person who returns or goes on leave (HANDBOOK §2, BIJ).
        MayorAdvised v "1" {
            /// What was advised.
            advice: MayorAdvice,
        }
        /// The briefing decided.
        CaseWeighed v "1" {
            /// The day of the briefing.
            on: NaiveDate,
            /// The briefing, if it is registered as a meeting.
            briefing: Option<MeetingId>,
            /// The criteria that were met.
            criteria: Vec<CriterionCode>,
            /// The decision.
            decision: Decision,
        }
        /// The reporter heard of the decision.
        FeedbackGiven v "1" {
            /// How.
            channel: FeedbackChannel,
            /// What was said.
            message: Option<Personal<Text>>,
        }
        /// The case was put on the agenda of a meeting, or moved to another meeting of the same kind; a plan
        /// in force stays so.
        CaseScheduled v "2" {
            /// The kind of meeting.
            meeting_type: MeetingTypeCode,
            /// The meeting, once it is known.
            meeting: Option<MeetingId>,
            /// Who directs the process.
            process_director: Option<Professional>,
            /// The municipal contact who decided with the House that it is discussed there, under a local arrangement
            /// (HANDBOOK §2).
            municipal_contact: Option<Account>,
        }
        /// The case came on the agenda of a shielded kind of meeting; from then on it exists for cleared
        /// participants alone (HANDBOOK §4).
        CaseShielded v "1" {
            /// The kind of meeting.
            meeting_type: MeetingTypeCode,
        }
        /// The meeting set a plan of approach and appointed the case holder.
        PlanSet v "2" {
            /// The plan.
            plan: Plan,
            /// The one case holder.
            case_holder: Professional,
        }
        /// Somebody else became the one case holder; results are theirs to judge from now on.
        CaseHolderReplaced v "1" {
            /// Who.
            case_holder: Professional,
        }
        /// Where an agreement stands now.
        AgreementUpdated v "1" {
            /// Which agreement.
            agreement: AgreementId,
            /// Where it stands.
            state: AgreementState,
            /// Anything to add.
            note: Option<Personal<Text>>,
        }
        /// The process director contacted the case holder.
        MonitoringContactRecorded v "1" {
            /// Which contact of the schedule.
            moment: MonitoringMoment,
            /// The day of the contact.
            on: NaiveDate,
            /// Whether the agreements are kept.
            agreements_kept: bool,
            /// Whether it runs as planned.
            running_as_planned: bool,
            /// New developments.
            new_developments: Option<Personal<Text>>,
            /// Whether a new meeting is needed.
            new_meeting_needed: bool,
        }
        /// The case came back on the agenda; plan and case holder stay in force until replaced.
        PutBackOnAgenda v "1" {
            /// Why.
            reason: AgendaReason,
            /// The partner that asked, if one did.
            asked_by: Option<OrganisationCode>,
            /// Whether the case holder was consulted first.
            case_holder_consulted: bool,
            /// The kind of meeting.
            meeting_type: MeetingTypeCode,
            /// The meeting, once it is known.
            meeting: Option<MeetingId>,
            /// Who directs the process.
            process_director: Option<Professional>,
        }
        /// Process direction takes longer than was aimed for.
        DirectionExtended v "1" {
            /// The new end date.
            until: NaiveDate,
            /// The good reason.
            reason: Personal<Text>,
        }
        /// Somebody with a wider mandate was asked.
        CaseEscalated v "1" {
            /// The day.
            on: NaiveDate,
            /// Who.
            level: EscalationLevel,
            /// What.
            question: Personal<Text>,
        }
        /// The outcome of the escalation; the case is back where it came from.
        EscalationReturned v "1" {
            /// The day.
            on: NaiveDate,
            /// The outcome.
            outcome: Personal<Text>,
        }
        /// An advice for ZSM was made.
        ZsmAdviceSet v "1" {
            /// 1 for the first.
            version: u32,
            /// The day.
            on: NaiveDate,
            /// The advice.
            advice: ZsmAdvice,
        }
        /// The advice no longer holds.
        ZsmAdviceWithdrawn v "1" {
            /// Its version.
            version: u32,
            /// Why.
            cause: WithdrawalCause,
        }
        /// The case holder judged the results.
        ResultsJudged v "1" {
            /// The five results.
            results: Results,
        }
        /// The case was closed.
        CaseClosed v "1" {
            /// The day.
            on: NaiveDate,
            /// On what ground.
            ground: ClosingGround,
        }
        /// The lookup finds the case no more.
        CaseHidden v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The lookup finds the case again.
        CaseRevealed v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// Nobody uses the case's data from now on.
        UseRestricted v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The case's data can be used again.
        RestrictionLifted v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The case is kept longer than its term.
        RetentionExtended v "1" {
            /// The new end.
            until: NaiveDate,
            /// Why.
            reason: Personal<Text>,
            /// Who decided so.
            decider: Account,
        }
        /// Nothing of the case is erased from now on.
        LegalHoldPlaced v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The case's term counts again.
        LegalHoldLifted v "1" {
            /// Why.
            reason: Personal<Text>,
        }
        /// The end of the case's data was decided; it holds no personal value, for no key may be made
        /// for it.
        CaseErased v "1" {
            /// The day.
            on: NaiveDate,
            /// On what ground.
            ground: ErasureGround,
        }
        /// The proof: the keys of the case are destroyed.
        KeysDestroyed v "1" {
            /// How many.
            keys: u32,
        }
        /// Somebody is to take part when the case is discussed.
        ParticipantListed v "1" {
            /// In which meeting.
            meeting: MeetingId,
            /// Who.
            participant: Professional,
        }
        /// Somebody takes no part in it after all.
        ParticipantRemoved v "1" {
            /// In which meeting.
            meeting: MeetingId,
            /// Who.
            account: Account,
        }
        /// A partner was asked what it knows (informatie-uitvraag).
        InformationRequested v "1" {
            /// Identity within the case.
            request: InformationRequestId,
            /// Which partner.
            organisation: OrganisationCode,
            /// Who there.
            account: Option<Account>,
            /// What.
            question: Personal<Text>,
            /// The last day for an answer.
            answer_by: NaiveDate,
        }
        /// The partner answered.
        InformationAnswered v "1" {
            /// Which request.
            request: InformationRequestId,
            /// Whether the person is known there.
            known: bool,
            /// Anything to add.
            note: Option<Personal<Text>>,
        }
        /// No answer is needed any more.
        InformationRequestWithdrawn v "1" {
            /// Which request.
            request: InformationRequestId,
        }
        /// A partner shared an item of information.
        InformationShared v "1" {
            /// The item.
            item: Item,
        }
        /// The client agreed to the sharing of an item, or does so no more.
        ConsentRecorded v "1" {
            /// Which item.
            item: InformationId,
            /// How the client stands to it.
            consent: Consent,
        }
        /// An item was taken back.
        InformationRetracted v "1" {
            /// Which item.
            item: InformationId,
        }
        /// In an emergency the case was opened to somebody who is not involved.
        GlassBroken v "1" {
            /// To whom.
            account: Account,
            /// Why.
            reason: Personal<Text>,
            /// Until this moment.
            until: DateTime<Utc>,
        }
        /// An organisation offered the case to another.
        ReferralOffered v "1" {
            /// Identity within the case.
            referral: ReferralId,
            /// Which organisation offers it.
            from: OrganisationCode,
            /// Which organisation is to take it up.
            to: OrganisationCode,
            /// What is asked.
            question: Personal<Text>,
        }
        /// The receiver took it up.
        ReferralAccepted v "1" {
            /// Which referral.
            referral: ReferralId,
        }
        /// The receiver did not take it up.
        ReferralRejected v "1" {
            /// Which referral.
            referral: ReferralId,
            /// Why.
            reason: Personal<Text>,
        }
        /// The receiver has done what was asked.
        ReferralCompleted v "1" {
            /// Which referral.
            referral: ReferralId,
        }
        /// It is not asked any more.
        ReferralRevoked v "1" {
            /// Which referral.
            referral: ReferralId,
            /// Why.
            reason: Personal<Text>,
        }
        /// Somebody elsewhere was asked whether they know the person.
        ElsewhereChecked v "1" {
            /// The day.
            on: NaiveDate,
            /// Who.
            party: ElsewhereParty,
            /// What was found.
            found: Elsewhere,
        }
        /// Whether the client is invited to the coming meeting.
        ClientInvitationDecided v "1" {
            /// The decision.
            invitation: Invitation,
            /// Whether the case holder was consulted.
            case_holder_consulted: bool,
        }
        /// Who was there when the case was discussed.
        AttendanceRecorded v "2" {
            /// In which meeting.
            meeting: MeetingId,
            /// Who.
            attendance: Attendance,
        }
        /// A meeting on whose agenda the case was took place, of which nothing else was recorded here.
        CaseDiscussed v "1" {
            /// The kind of meeting.
            meeting_type: MeetingTypeCode,
            /// The meeting.
            meeting: Option<MeetingId>,
        }
        /// Somebody looked back on a meeting.
        MeetingEvaluated v "1" {
            /// Which meeting.
            meeting: MeetingId,
            /// Who.
            by: Evaluator,
            /// How.
            evaluation: Personal<Text>,
        }
        /// How life areas stand; those that are left out stay as they were.
        LifeAreasRecorded v "1" {
            /// Each that was gone through.
            areas: LifeAreas,
        }
        /// What is done about a systematic offender.
        SystematicOffenderIndicated v "2" {
            /// The day.
            on: NaiveDate,
            /// What.
            indication: SmdIndication,
            /// The day on which it is reviewed.
            review_on: NaiveDate,
            /// The day on which it ends, if it does so of itself.
            until: Option<NaiveDate>,
        }
        /// What was tried with a systematic offender before, and whether it worked; for the probation report.
        InterventionRecorded v "1" {
            /// What.
            intervention: TriedIntervention,
        }
        /// The case went over to another House; it stays open here.
        CaseHandedOver v "1" {
            /// Identity within the case.
            handover: HandoverId,
            /// The day.
            on: NaiveDate,
            /// To which House.
            house: OrganisationCode,
            /// Why.
            reason: Personal<Text>,
            /// What goes over.
            categories: BTreeSet<Category>,
            /// Whether the client was told.
            client_told: bool,
        }
        /// A letter about the coming meeting was sent.
        LetterSent v "1" {
            /// What letter.
            kind: LetterKind,
            /// About which meeting.
            meeting: MeetingId,
            /// To whom.
            to: LetterRecipient,
            /// The day.
            on: NaiveDate,
        }
    }
}
