//! Keeps the worklist in step with the log.

use async_trait::async_trait;
use chrono::NaiveDate;
use schakel_access::Party;
use schakel_domain::calendar::months_after;
use schakel_domain::case::{
    Agreement, AgreementState, Decision, Direction, ElsewhereParty, Event, Invitation, LetterKind,
    MonitoringMoment, NoFollowUpReason, Trigger,
};
use schakel_domain::code::Code;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode, ThemeCode};
use schakel_domain::{CaseId, MeetingId, monitor_day, trajectory};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use super::calendar;
use crate::stream_id;

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

/// The read model `worklist`.
pub struct Worklist;

#[async_trait]
impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn version(&self) -> i32 {
        6
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const EVENTS: [&str; 31] = [
            "CaseReported",
            "ReportCompleted",
            "PutOnBriefing",
            "ElsewhereChecked",
            "ReferralOffered",
            "ReferralRejected",
            "ReferralRevoked",
            "ClientInvitationDecided",
            "LetterSent",
            "AttendanceRecorded",
            "ReportLinked",
            "LinkedReportAssessed",
            "MayorAdvised",
            "CaseWeighed",
            "FeedbackGiven",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "MonitoringContactRecorded",
            "DirectionExtended",
            "CaseEscalated",
            "EscalationReturned",
            "CaseClosed",
            "UseRestricted",
            "RestrictionLifted",
            "CaseShielded",
            "InformationRequested",
            "InformationAnswered",
            "InformationRequestWithdrawn",
            "AgreementUpdated",
            "SystematicOffenderIndicated",
        ];
        match aggregate_type {
            "MonitorDay" => true,
            "Meeting" => matches!(event_type, "MeetingPlanned" | "MeetingMoved" | "MeetingCancelled"),
            "Trajectory" => event_type == "TrajectoryStarted",
            "Case" => EVENTS.contains(&event_type),
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        match event.aggregate_type.as_str() {
            "MonitorDay" => suspects_checked(event.decode()?, work).await,
            "Meeting" => calendar::changed(stream_id(event)?, event, work).await,
            "Trajectory" => match event.decode()? {
                trajectory::Event::TrajectoryStarted { case: Some(case), .. } => {
                    List { case: case.0, event, work }.trajectory_started().await
                }
                _ => Ok(()),
            },
            _ => List { case: stream_id(event)?, event, work }.project(event.decode()?).await,
        }
    }
}

/// One item per case and day; a case that was closed in between gets none.
async fn suspects_checked(event: monitor_day::Event, work: &mut Work<'_>) -> Result<(), ProjectionError> {
    let monitor_day::Event::SuspectsChecked { on, newly_hit, .. } = event;
    let cases: Vec<_> = newly_hit.into_iter().map(|case| case.0).collect();
    query(
        "insert into work_item (case_id, kind, part, due_on)
         select case_id, $2, $3, $4 from worklist_case where case_id = any($1)",
    )
    .bind(cases)
    .bind(WorkKind::SuspectAtZsm.code())
    .bind(on.to_string())
    .bind(on)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// What is known of a report, or more than before.
struct Known {
    trigger: Option<Trigger>,
    theme: Option<ThemeCode>,
    municipality: Option<MunicipalityCode>,
    release_date: Option<NaiveDate>,
}

struct List<'a, 'w> {
    case: Uuid,
    event: &'a Recorded,
    work: &'a mut Work<'w>,
}

impl List<'_, '_> {
    async fn project(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::CaseReported {
                shielded: None, on, trigger, theme, municipality, release_date, ..
            } => {
                self.open_case().await?;
                let known = Known { trigger, theme, municipality, release_date };
                self.known(known, on).await
            }
            Event::ReportCompleted { trigger, theme, municipality, release_date, .. } => {
                let known = Known { trigger, theme, municipality, release_date };
                self.known(known, self.day()).await
            }
            Event::PutOnBriefing { briefing } => self.put_on_briefing(briefing).await,
            Event::ReferralOffered { .. } => self.referrals(1).await,
            Event::ReferralRejected { .. } | Event::ReferralRevoked { .. } => self.referrals(-1).await,
            Event::ElsewhereChecked { party: ElsewhereParty::Zsm, .. } => {
                self.done(WorkKind::SuspectAtZsm).await
            }
            Event::ReportLinked { active_case } => self.linked(active_case).await,
            Event::LinkedReportAssessed { active_case, plan_endangered, .. } => {
                self.assessed(active_case, plan_endangered).await
            }
            Event::MayorAdvised { .. } => self.mayor_advised().await,
            Event::CaseWeighed { on, decision, .. } => self.weighed(on, &decision).await,
            Event::FeedbackGiven { .. } => self.done(WorkKind::FeedbackOwed).await,
            Event::CaseScheduled { meeting_type, meeting, process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await?;
                self.on_agenda(&meeting_type, meeting).await?;
                self.done(WorkKind::ReportToPlace).await?;
                self.done(WorkKind::SchedulingOwed).await
            }
            Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await?;
                self.on_agenda(&meeting_type, meeting).await?;
                self.done(WorkKind::InvitationToSend).await?;
                self.done(WorkKind::MonitoringContact).await?;
                self.done(WorkKind::PlanWithoutProgress).await
            }
            Event::ClientInvitationDecided { invitation: Invitation::Invited, .. } => {
                self.owe(WorkKind::InvitationToSend, "", self.day()).await
            }
            Event::ClientInvitationDecided { .. }
            | Event::LetterSent { kind: LetterKind::Invitation, .. }
            | Event::AttendanceRecorded { .. } => self.done(WorkKind::InvitationToSend).await,
            Event::PlanSet { plan, .. } => {
                self.plan_set(plan.set_on).await?;
                self.agreed(&plan.agreements).await
            }
            Event::AgreementUpdated { agreement, state, .. } => {
                let settled = state != AgreementState::Open;
                self.settle(WorkKind::AgreementDue, &agreement.to_string(), settled).await
            }
            Event::InformationRequested { request, organisation, account, answer_by, .. } => {
                let party = match account {
                    Some(account) => Party::Professional(organisation, account),
                    None => Party::Organisation(organisation),
                };
                self.owed_by(&party, WorkKind::InformationOwed, &request.to_string(), answer_by).await?;
                self.parties().await
            }
            Event::InformationAnswered { request, .. } | Event::InformationRequestWithdrawn { request } => {
                self.settle(WorkKind::InformationOwed, &request.to_string(), true).await
            }
            Event::SystematicOffenderIndicated { review_on, .. } => {
                self.done(WorkKind::OutcomeOwed).await?;
                self.owe(WorkKind::IndicationReview, "", review_on).await
            }
            Event::MonitoringContactRecorded {
                moment,
                on,
                agreements_kept,
                running_as_planned,
                new_meeting_needed,
                ..
            } => {
                let progress = agreements_kept && running_as_planned && !new_meeting_needed;
                self.contacted(moment, on, progress).await
            }
            Event::DirectionExtended { until, .. } => self.owe(WorkKind::DirectionEnds, "", until).await,
            Event::CaseEscalated { on, .. } => {
                self.escalated(true).await?;
                self.owe(WorkKind::EscalationOpen, "", on).await
            }
            Event::EscalationReturned { on, .. } => self.returned(on).await,
            Event::CaseClosed { .. } => {
                self.close_case().await?;
                self.no_more_of(WorkKind::LinkedReportToAssess).await
            }
            Event::CaseShielded { .. } => {
                self.close_case().await?;
                self.no_more_of(WorkKind::LinkedReportToAssess).await?;
                self.no_more_of(WorkKind::MeetingToPlan).await
            }
            Event::UseRestricted { .. } => self.restricted(true).await,
            Event::RestrictionLifted { .. } => {
                self.restricted(false).await?;
                self.waited_until(self.day()).await
            }
            _ => Ok(()),
        }
    }

    async fn open_case(&mut self) -> Result<(), ProjectionError> {
        query("insert into worklist_case (case_id) values ($1)")
            .bind(self.case)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn close_case(&mut self) -> Result<(), ProjectionError> {
        for sql in
            ["delete from work_item where case_id = $1", "delete from worklist_case where case_id = $1"]
        {
            query(sql).bind(self.case).execute(self.work.connection()).await?;
        }
        Ok(())
    }

    /// The day of the event, where it names none.
    fn day(&self) -> NaiveDate {
        self.event.metadata.at.date_naive()
    }

    /// What more is known of the report, and what is to be done because of it.
    async fn known(&mut self, known: Known, on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "update worklist_case set trigger = coalesce($2, trigger), has_theme = has_theme or $3,
                 municipality = coalesce($4, municipality) where case_id = $1",
        )
        .bind(self.case)
        .bind(known.trigger.map(Trigger::code))
        .bind(known.theme.is_some())
        .bind(known.municipality.map(|code| code.to_string()))
        .execute(self.work.connection())
        .await?;
        self.triggered_by(known.trigger, on).await?;
        self.released(known.trigger, known.release_date).await?;
        self.complete(on).await
    }

    /// Complete enough to be weighed (HANDBOOK §2).
    async fn complete(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case
             where case_id = $1 and not placed and trigger is not null and municipality is not null
                 and (trigger <> $4 or has_theme)
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(self.case)
        .bind(WorkKind::ReportToPlace.code())
        .bind(on)
        .bind(Trigger::CurrentConcern.code())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// The release date starts the preparation of aftercare (HANDBOOK §2); what turns out to be no detention report has
    /// none.
    async fn released(
        &mut self,
        trigger: Option<Trigger>,
        release_date: Option<NaiveDate>,
    ) -> Result<(), ProjectionError> {
        if trigger.is_some_and(|trigger| trigger != Trigger::Detention) {
            return self.done(WorkKind::AftercareToPrepare).await;
        }
        match release_date {
            Some(day) => self.owe(WorkKind::AftercareToPrepare, "", day).await,
            None => Ok(()),
        }
    }

    async fn put_on_briefing(&mut self, briefing: MeetingId) -> Result<(), ProjectionError> {
        query("update worklist_case set placed = true, briefing = $2 where case_id = $1")
            .bind(self.case)
            .bind(briefing.0)
            .execute(self.work.connection())
            .await?;
        self.done(WorkKind::ReportToPlace).await?;
        self.awaits_outcome_of(Some(briefing)).await
    }

    async fn on_agenda(
        &mut self,
        meeting_type: &MeetingTypeCode,
        meeting: Option<MeetingId>,
    ) -> Result<(), ProjectionError> {
        query(
            "update worklist_case set placed = true, briefing = null, meeting_types = meeting_types || $2
             where case_id = $1",
        )
        .bind(self.case)
        .bind(meeting_type.to_string())
        .execute(self.work.connection())
        .await?;
        self.done(WorkKind::SuspectAtZsm).await?;
        self.done(WorkKind::MeetingToPlan).await?;
        self.awaits_outcome_of(meeting).await
    }

    /// From this meeting, on its day, and from none before it.
    async fn awaits_outcome_of(&mut self, meeting: Option<MeetingId>) -> Result<(), ProjectionError> {
        self.done(WorkKind::OutcomeOwed).await?;
        let Some(meeting) = meeting else { return Ok(()) };
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select case_id, $3, meeting_id::text, held_on
             from worklist_case, worklist_meeting where case_id = $1 and meeting_id = $2",
        )
        .bind(self.case)
        .bind(meeting.0)
        .bind(WorkKind::OutcomeOwed.code())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn referrals(&mut self, more: i32) -> Result<(), ProjectionError> {
        query("update worklist_case set referrals = referrals + $2 where case_id = $1")
            .bind(self.case)
            .bind(more)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// On a BIJ report the mayor is advised, once; on a report that turns out to be another one not.
    async fn triggered_by(
        &mut self,
        trigger: Option<Trigger>,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        match trigger {
            None => Ok(()),
            Some(Trigger::Bij) => {
                query(
                    "insert into work_item (case_id, kind, due_on)
                     select case_id, $2, $3 from worklist_case where case_id = $1 and not mayor_advised
                     on conflict (case_id, kind, part) do nothing",
                )
                .bind(self.case)
                .bind(WorkKind::MayorToBeAdvised.code())
                .bind(due_on)
                .execute(self.work.connection())
                .await?;
                Ok(())
            }
            Some(_) => self.done(WorkKind::MayorToBeAdvised).await,
        }
    }

    async fn mayor_advised(&mut self) -> Result<(), ProjectionError> {
        query("update worklist_case set mayor_advised = true where case_id = $1")
            .bind(self.case)
            .execute(self.work.connection())
            .await?;
        self.done(WorkKind::MayorToBeAdvised).await
    }

    /// Neither of the two cases is shielded, and both are open: otherwise nobody has anything to assess.
    async fn linked(&mut self, active_case: CaseId) -> Result<(), ProjectionError> {
        let (report, due_on) = (self.case, self.day());
        self.owe_between(WorkKind::LinkedReportToAssess, report, active_case.0, due_on).await
    }

    async fn assessed(&mut self, active_case: CaseId, endangered: bool) -> Result<(), ProjectionError> {
        self.done_with(WorkKind::LinkedReportToAssess, &active_case.to_string()).await?;
        if !endangered {
            return Ok(());
        }
        let (report, due_on) = (self.case, self.day());
        self.owe_between(WorkKind::MeetingToPlan, active_case.0, report, due_on).await
    }

    /// Work on a case because of another one; none where either is not in the list.
    async fn owe_between(
        &mut self,
        kind: WorkKind,
        case: Uuid,
        because_of: Uuid,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select own.case_id, $3, other.case_id::text, $4
             from worklist_case as own, worklist_case as other
             where own.case_id = $1 and other.case_id = $2
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(case)
        .bind(because_of)
        .bind(kind.code())
        .bind(due_on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// Nothing of this kind is to be done on other cases because of this one any more.
    async fn no_more_of(&mut self, kind: WorkKind) -> Result<(), ProjectionError> {
        query("delete from work_item where kind = $1 and part = $2")
            .bind(kind.code())
            .bind(self.case.to_string())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// A case that the briefing escalated is weighed again (HANDBOOK §5).
    async fn returned(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        self.escalated(false).await?;
        self.waited_until(on).await?;
        self.done(WorkKind::EscalationOpen).await?;
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1 and weigh_again",
        )
        .bind(self.case)
        .bind(WorkKind::DeferredDecision.code())
        .bind(on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn escalated(&mut self, escalated: bool) -> Result<(), ProjectionError> {
        query("update worklist_case set escalated = $2 where case_id = $1")
            .bind(self.case)
            .bind(escalated)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn restricted(&mut self, restricted: bool) -> Result<(), ProjectionError> {
        query("update worklist_case set restricted = $2 where case_id = $1")
            .bind(self.case)
            .bind(restricted)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// What became overdue while it waited was reminded of to nobody.
    async fn waited_until(&mut self, day: NaiveDate) -> Result<(), ProjectionError> {
        query("update worklist_case set waited_until = $2 where case_id = $1")
            .bind(self.case)
            .bind(day)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn weighed(&mut self, on: NaiveDate, decision: &Decision) -> Result<(), ProjectionError> {
        self.done(WorkKind::DeferredDecision).await?;
        self.done(WorkKind::ReportToPlace).await?;
        self.done(WorkKind::OutcomeOwed).await?;
        query("update worklist_case set weigh_again = $2, placed = true, briefing = null where case_id = $1")
            .bind(self.case)
            .bind(matches!(decision, Decision::Escalate { .. }))
            .execute(self.work.connection())
            .await?;
        self.owe(WorkKind::FeedbackOwed, "", on).await?;
        if !decision.code().leads_to_meeting() {
            self.done(WorkKind::SuspectAtZsm).await?;
        }
        match decision {
            Decision::ScheduleFocus
            | Decision::ScheduleTop60
            | Decision::ScheduleAftercare
            | Decision::MonitorAftercare => self.owe(WorkKind::SchedulingOwed, "", on).await,
            Decision::HandleBilaterally { .. } => self.owe(WorkKind::BilateralOpen, "", on).await,
            Decision::StartVoluntaryTrajectory => {
                self.owe(WorkKind::TrajectoryOpen, "", on).await?;
                self.owe_trajectory(on).await
            }
            Decision::NoFollowUp(NoFollowUpReason::Deferred { until }) => {
                self.owe(WorkKind::DeferredDecision, "", *until).await
            }
            _ => Ok(()),
        }
    }

    /// Unless one was started before the briefing decided so.
    async fn owe_trajectory(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1 and not has_trajectory",
        )
        .bind(self.case)
        .bind(WorkKind::TrajectoryToStart.code())
        .bind(on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn trajectory_started(&mut self) -> Result<(), ProjectionError> {
        query("update worklist_case set has_trajectory = true where case_id = $1")
            .bind(self.case)
            .execute(self.work.connection())
            .await?;
        self.done(WorkKind::TrajectoryToStart).await
    }

    async fn plan_set(&mut self, set_on: NaiveDate) -> Result<(), ProjectionError> {
        self.done(WorkKind::SuspectAtZsm).await?;
        self.done(WorkKind::MeetingToPlan).await?;
        self.done(WorkKind::PlanWithoutProgress).await?;
        self.done(WorkKind::OutcomeOwed).await?;
        self.done(WorkKind::SchedulingOwed).await?;
        self.done(WorkKind::InvitationToSend).await?;
        for moment in MonitoringMoment::ALL {
            self.owe(WorkKind::MonitoringContact, moment.code(), moment.due(set_on)).await?;
        }
        let end = months_after(set_on, Direction::AIM_MONTHS);
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(self.case)
        .bind(WorkKind::DirectionEnds.code())
        .bind(end)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// Each agreement of the plan in force is its organisation's; those of the plan before are none any more.
    async fn agreed(&mut self, agreements: &[Agreement]) -> Result<(), ProjectionError> {
        self.done(WorkKind::AgreementDue).await?;
        for agreement in agreements {
            let party = Party::Partners(agreement.organisation.clone());
            let part = agreement.id.to_string();
            self.owed_by(&party, WorkKind::AgreementDue, &part, agreement.by).await?;
        }
        self.parties().await
    }

    /// Work that is not the House's; whose it is then is [`List::parties`]' to say.
    async fn owed_by(
        &mut self,
        party: &Party,
        kind: WorkKind,
        part: &str,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on, party)
             select case_id, $2, $3, $4, $5 from worklist_case where case_id = $1",
        )
        .bind(self.case)
        .bind(kind.code())
        .bind(part)
        .bind(due_on)
        .bind(party.key())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn settle(&mut self, kind: WorkKind, part: &str, settled: bool) -> Result<(), ProjectionError> {
        query("update work_item set settled = $4 where case_id = $1 and kind = $2 and part = $3")
            .bind(self.case)
            .bind(kind.code())
            .bind(part)
            .bind(settled)
            .execute(self.work.connection())
            .await?;
        self.parties().await
    }

    /// Whoever has work of their own on the case sees that there is such a case.
    async fn parties(&mut self) -> Result<(), ProjectionError> {
        query(
            "update worklist_case set parties = array(
                 select distinct party from work_item
                 where work_item.case_id = $1 and party is not null and not settled order by party)
             where case_id = $1",
        )
        .bind(self.case)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn contacted(
        &mut self,
        moment: MonitoringMoment,
        on: NaiveDate,
        progress: bool,
    ) -> Result<(), ProjectionError> {
        self.done(WorkKind::SuspectAtZsm).await?;
        self.done_with(WorkKind::MonitoringContact, moment.code()).await?;
        if progress {
            self.done(WorkKind::PlanWithoutProgress).await
        } else {
            self.owe(WorkKind::PlanWithoutProgress, "", on).await
        }
    }

    async fn directed_by(&mut self, account: Option<String>) -> Result<(), ProjectionError> {
        query("update worklist_case set process_director = $2 where case_id = $1")
            .bind(self.case)
            .bind(account)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// A case that is not in the list owes nothing: it was closed, or is shielded.
    async fn owe(&mut self, kind: WorkKind, part: &str, due_on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select case_id, $2, $3, $4 from worklist_case where case_id = $1
             on conflict (case_id, kind, part) do update set due_on = excluded.due_on",
        )
        .bind(self.case)
        .bind(kind.code())
        .bind(part)
        .bind(due_on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// One of several of a kind is done.
    async fn done_with(&mut self, kind: WorkKind, part: &str) -> Result<(), ProjectionError> {
        query("delete from work_item where case_id = $1 and kind = $2 and part = $3")
            .bind(self.case)
            .bind(kind.code())
            .bind(part)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn done(&mut self, kind: WorkKind) -> Result<(), ProjectionError> {
        query("delete from work_item where case_id = $1 and kind = $2")
            .bind(self.case)
            .bind(kind.code())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
