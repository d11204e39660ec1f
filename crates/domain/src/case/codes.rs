//! The handbook's lists that a case is described with.

use crate::code::codes;

codes! {
    /// What set a report off (HANDBOOK §2).
    pub enum Trigger {
        /// Aanhouding: from the police.
        Arrest = "arrest",
        /// Detentiemelding: from DJI, on admission.
        Detention = "detention",
        /// Actuele melding; its theme is recorded.
        CurrentConcern = "current_concern",
        /// Vanuit ZSM.
        Zsm = "zsm",
        /// BIJ-melding.
        Bij = "bij",
    }
}

codes! {
    /// Who a case is about (HANDBOOK §1, subject).
    pub enum SubjectKind {
        /// One person.
        Person = "person",
        /// A whole family, several persons under one case.
        Family = "family",
    }
}

codes! {
    /// Where an escalation goes (HANDBOOK §7).
    pub enum EscalationLevel {
        /// Regiekamer.
        DirectionRoom = "direction_room",
        /// Stuurgroep.
        SteeringGroup = "steering_group",
        /// Burgemeester of wethouder.
        MayorOrAlderman = "mayor_or_alderman",
        /// Ketenmanager.
        ChainManager = "chain_manager",
        /// The House itself: by a meeting that others chair and that may escalate to it (HANDBOOK §4, local safety room).
        House = "house",
    }
}

codes! {
    /// How the reporter heard of the decision.
    pub enum FeedbackChannel {
        /// By mail.
        Mail = "mail",
        /// By telephone.
        Telephone = "telephone",
        /// In person.
        InPerson = "in_person",
    }
}

codes! {
    /// Life areas of a plan's goals (HANDBOOK §4, aftercare, and §9, categories).
    pub enum LifeArea {
        /// Identity papers.
        IdentityPapers = "identity_papers",
        /// Housing.
        Housing = "housing",
        /// Income and work.
        IncomeAndWork = "income_and_work",
        /// Debts.
        Debts = "debts",
        /// Care.
        Care = "care",
        /// Family and surroundings.
        Family = "family",
        /// Education.
        Education = "education",
        /// Safety, violence and nuisance.
        Safety = "safety",
    }
}

codes! {
    /// The chain from which an intervention comes (HANDBOOK §5).
    pub enum Intervention {
        /// Punishment.
        Punishment = "punishment",
        /// Care.
        Care = "care",
        /// Local government.
        LocalGovernment = "local_government",
    }
}

codes! {
    /// Where an agreement stands.
    pub enum AgreementState {
        /// Not done yet.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not done.
        NotDone = "not_done",
        /// Turned out to be impossible.
        Impossible = "impossible",
    }
}

codes! {
    /// When the process director contacts the case holder, counted from the day the plan was set (HANDBOOK §5).
    pub enum MonitoringMoment {
        /// After one week.
        Week1 = "week_1",
        /// After one month.
        Month1 = "month_1",
        /// After three months.
        Month3 = "month_3",
        /// After six months.
        Month6 = "month_6",
    }
}

codes! {
    /// Why a case comes back on the agenda (HANDBOOK §4).
    pub enum AgendaReason {
        /// Progress on the plan stagnates.
        ProgressStagnates = "progress_stagnates",
        /// The plan needs adjusting.
        PlanNeedsAdjusting = "plan_needs_adjusting",
        /// The case holder asks.
        AskedByCaseHolder = "asked_by_case_holder",
        /// Another partner asks; the case holder is consulted first.
        AskedByPartner = "asked_by_partner",
    }
}

codes! {
    /// Why a ZSM advice no longer holds.
    pub enum WithdrawalCause {
        /// It was decided so.
        Decided = "decided",
        /// The case was closed.
        CaseClosed = "case_closed",
    }
}

codes! {
    /// The name of a decision of the briefing (HANDBOOK §3).
    pub enum DecisionCode {
        /// Agenderen Focus.
        ScheduleFocus = "schedule_focus",
        /// Agenderen Top60.
        ScheduleTop60 = "schedule_top60",
        /// Agenderen Nazorg.
        ScheduleAftercare = "schedule_aftercare",
        /// Monitoren Nazorg.
        MonitorAftercare = "monitor_aftercare",
        /// Bilateraal afhandelen.
        HandleBilaterally = "handle_bilaterally",
        /// Vrijwillig traject inzetten.
        StartVoluntaryTrajectory = "start_voluntary_trajectory",
        /// Opschalen.
        Escalate = "escalate",
        /// (Nog) geen vervolg.
        NoFollowUp = "no_follow_up",
    }
}

codes! {
    /// The name of a reason for no follow-up (HANDBOOK §3).
    pub enum NoFollowUpCode {
        /// In a meeting or plan at the House or a partner.
        AlreadyInHand = "already_in_hand",
        /// Somebody finds something out first; the report comes back to a later briefing.
        Deferred = "deferred",
        /// Sharing was what was needed.
        PartnersInformed = "partners_informed",
        /// Referred; the place is named.
        BelongsElsewhere = "belongs_elsewhere",
    }
}

codes! {
    /// Where a case stands (HANDBOOK §5).
    pub enum CaseState {
        /// Reported.
        Reported = "reported",
        /// Weighed.
        Weighed = "weighed",
        /// On the agenda of a meeting.
        Scheduled = "scheduled",
        /// Plan of approach set.
        Planned = "planned",
        /// Under monitoring.
        Monitored = "monitored",
        /// Escalated.
        Escalated = "escalated",
        /// Closed.
        Closed = "closed",
    }
}

codes! {
    /// On what ground a case was closed.
    pub enum ClosingCode {
        /// Process direction ended, with results.
        DirectionEnded = "direction_ended",
        /// The meeting found that no plan is needed.
        NoPlanNeeded = "no_plan_needed",
        /// The briefing decided on no follow-up.
        NoFollowUp = "no_follow_up",
        /// Partners settled it between them.
        HandledBilaterally = "handled_bilaterally",
        /// The voluntary trajectory ended.
        TrajectoryEnded = "trajectory_ended",
    }
}

codes! {
    /// What the session on systematic offenders indicates (HANDBOOK §4).
    pub enum SmdIndication {
        /// Work towards (conditional) placement in an institution for systematic offenders.
        Isd = "isd",
        /// More must be known: a probation report is asked for.
        RequestProbationReport = "request_probation_report",
        /// Supervision runs; information is with the case holder.
        RunningSupervision = "running_supervision",
    }
}

codes! {
    /// On what ground a case's data ends (HANDBOOK §9).
    pub enum ErasureCode {
        /// The term after closing has passed.
        RetentionExpired = "retention_expired",
        /// The subject's request was granted.
        RequestGranted = "request_granted",
    }
}

codes! {
    /// A letter about a meeting (HANDBOOK §4).
    pub enum LetterKind {
        /// Uitnodigingsbrief: invites the client.
        Invitation = "invitation",
        /// Kennisgevingsbrief: tells a member of a group.
        Notification = "notification",
    }
}

codes! {
    /// The name of whom a letter was sent to.
    pub enum LetterRecipientCode {
        /// The client.
        Client = "client",
        /// The parents.
        Parents = "parents",
        /// One of several members of the subject.
        Member = "member",
    }
}
