//! The kinds of work there are.

use schakel_domain::code::Code;

/// A kind of work: of the House, or of a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkKind {
    /// The reporter has yet to hear of the decision (HANDBOOK §3).
    FeedbackOwed,
    /// A decision was deferred, or the briefing's escalation has its outcome: the report comes back on
    /// that day (HANDBOOK §3, §5).
    DeferredDecision,
    /// The briefing decided on a meeting, and none has been scheduled (HANDBOOK §3); or the meeting was called off.
    SchedulingOwed,
    /// A contact of the monitoring schedule (HANDBOOK §5).
    MonitoringContact,
    /// The last contact found the plan not running as planned, its agreements not kept, or a new
    /// meeting needed (HANDBOOK §4, §5).
    PlanWithoutProgress,
    /// Process direction ends, or is to be extended with a good reason (HANDBOOK §5).
    DirectionEnds,
    /// Somebody with a wider mandate was asked and has not answered (HANDBOOK §7).
    EscalationOpen,
    /// A partner was asked and has yet to answer (HANDBOOK §3).
    InformationOwed,
    /// An agreement of the plan in force is to be kept by its organisation (HANDBOOK §5).
    AgreementDue,
    /// The indication of a systematic offender is to be reviewed (HANDBOOK §4).
    IndicationReview,
    /// The subject of the case is now with ZSM; done when the director speaks with the case holder, when ZSM was asked
    /// about the report, or when the case is weighed, comes on an agenda, gets a plan, or is closed (HANDBOOK §8).
    SuspectAtZsm,
    /// A report about somebody whose case is active was linked to it, and nobody has said yet whether that
    /// case's plan is endangered (HANDBOOK §2).
    LinkedReportToAssess,
    /// A new report endangers the plan: a new meeting is planned together with the case holder (HANDBOOK §2).
    MeetingToPlan,
    /// On a BIJ report the mayor has yet to be advised (HANDBOOK §2).
    MayorToBeAdvised,
    /// The briefing decided on a voluntary trajectory, and none has been started for the case (HANDBOOK §3,
    /// §6).
    TrajectoryToStart,
    /// A report is complete, and nobody has put it on the agenda of a briefing or sent it where it goes instead
    /// (HANDBOOK §2, §3).
    ReportToPlace,
    /// A meeting is to come to an outcome on the case that is on its agenda: a decision, a plan, that none is needed, an
    /// indication, or another meeting (HANDBOOK §3, §4).
    OutcomeOwed,
    /// Partners settle it between them, and have not said that they did (HANDBOOK §3).
    BilateralOpen,
    /// A voluntary trajectory goes on, and nobody has said that it ended (HANDBOOK §3, §6).
    TrajectoryOpen,
    /// Somebody is released, and their aftercare is to be prepared before (HANDBOOK §2).
    AftercareToPrepare,
    /// The client is invited, and has yet to get the letter (HANDBOOK §4).
    InvitationToSend,
}

impl Code for WorkKind {
    const NAME: &'static str = "WorkKind";
    const ALL: &'static [Self] = &[
        Self::FeedbackOwed,
        Self::DeferredDecision,
        Self::SchedulingOwed,
        Self::MonitoringContact,
        Self::PlanWithoutProgress,
        Self::DirectionEnds,
        Self::EscalationOpen,
        Self::SuspectAtZsm,
        Self::InformationOwed,
        Self::AgreementDue,
        Self::IndicationReview,
        Self::LinkedReportToAssess,
        Self::MeetingToPlan,
        Self::MayorToBeAdvised,
        Self::TrajectoryToStart,
        Self::ReportToPlace,
        Self::OutcomeOwed,
        Self::BilateralOpen,
        Self::TrajectoryOpen,
        Self::AftercareToPrepare,
        Self::InvitationToSend,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::FeedbackOwed => "feedback_owed",
            Self::DeferredDecision => "deferred_decision",
            Self::SchedulingOwed => "scheduling_owed",
            Self::MonitoringContact => "monitoring_contact",
            Self::PlanWithoutProgress => "plan_without_progress",
            Self::DirectionEnds => "direction_ends",
            Self::EscalationOpen => "escalation_open",
            Self::SuspectAtZsm => "suspect_at_zsm",
            Self::InformationOwed => "information_owed",
            Self::AgreementDue => "agreement_due",
            Self::IndicationReview => "indication_review",
            Self::LinkedReportToAssess => "linked_report_to_assess",
            Self::MeetingToPlan => "meeting_to_plan",
            Self::MayorToBeAdvised => "mayor_to_be_advised",
            Self::TrajectoryToStart => "trajectory_to_start",
            Self::ReportToPlace => "report_to_place",
            Self::OutcomeOwed => "outcome_owed",
            Self::BilateralOpen => "bilateral_open",
            Self::TrajectoryOpen => "trajectory_open",
            Self::AftercareToPrepare => "aftercare_to_prepare",
            Self::InvitationToSend => "invitation_to_send",
        }
    }
}
