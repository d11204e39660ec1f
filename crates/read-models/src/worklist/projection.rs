//! Keeps the worklist in step with the log.

use async_trait::async_trait;
use chrono::NaiveDate;
use schakel_domain::calendar::months_after;
use schakel_domain::case::{Decision, Direction, Event, MonitoringMoment, NoFollowUpReason};
use schakel_domain::code::Code;
use schakel_domain::monitor_day;
use schakel_domain::trajectory;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::stream_id;

/// A kind of work that the House owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkKind {
    /// The reporter has yet to hear of the decision (HANDBOOK §3).
    FeedbackOwed,
    /// A decision was deferred, or the briefing's escalation has its outcome: the report comes back on
    /// that day (HANDBOOK §3, §5).
    DeferredDecision,
    /// The briefing decided on a meeting, and none has been scheduled (HANDBOOK §3).
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
    /// The subject of the case is now with ZSM; done when the director speaks with the case holder, or
    /// the case comes on an agenda, gets a plan, or is closed (HANDBOOK §8).
    SuspectAtZsm,
    /// The briefing decided on a voluntary trajectory, and none has been started for the case (HANDBOOK §3,
    /// §6).
    TrajectoryToStart,
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
        Self::TrajectoryToStart,
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
            Self::TrajectoryToStart => "trajectory_to_start",
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
        4
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const EVENTS: [&str; 14] = [
            "CaseReported",
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
        ];
        match aggregate_type {
            "MonitorDay" => true,
            "Trajectory" => event_type == "TrajectoryStarted",
            "Case" => EVENTS.contains(&event_type),
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        match event.aggregate_type.as_str() {
            "MonitorDay" => suspects_checked(event.decode()?, work).await,
            "Trajectory" => match event.decode()? {
                trajectory::Event::TrajectoryStarted { case: Some(case), .. } => {
                    List { case: case.0, work }.trajectory_started().await
                }
                _ => Ok(()),
            },
            _ => List { case: stream_id(event)?, work }.project(event.decode()?).await,
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

struct List<'a, 'w> {
    case: Uuid,
    work: &'a mut Work<'w>,
}

impl List<'_, '_> {
    async fn project(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::CaseReported { shielded: None, .. } => self.open_case().await,
            Event::CaseWeighed { on, decision, .. } => self.weighed(on, &decision).await,
            Event::FeedbackGiven { .. } => self.done(WorkKind::FeedbackOwed).await,
            Event::CaseScheduled { process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await?;
                self.done(WorkKind::SuspectAtZsm).await?;
                self.done(WorkKind::SchedulingOwed).await
            }
            Event::PutBackOnAgenda { process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await?;
                self.done(WorkKind::SuspectAtZsm).await?;
                self.done(WorkKind::MonitoringContact).await?;
                self.done(WorkKind::PlanWithoutProgress).await
            }
            Event::PlanSet { plan, .. } => self.plan_set(plan.set_on).await,
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
            Event::CaseClosed { .. } | Event::CaseShielded { .. } => self.close_case().await,
            Event::UseRestricted { .. } => self.restricted(true).await,
            Event::RestrictionLifted { .. } => self.restricted(false).await,
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

    /// A case that the briefing escalated is weighed again (HANDBOOK §5).
    async fn returned(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        self.escalated(false).await?;
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

    async fn weighed(&mut self, on: NaiveDate, decision: &Decision) -> Result<(), ProjectionError> {
        self.done(WorkKind::DeferredDecision).await?;
        query("update worklist_case set weigh_again = $2 where case_id = $1")
            .bind(self.case)
            .bind(matches!(decision, Decision::Escalate { .. }))
            .execute(self.work.connection())
            .await?;
        self.owe(WorkKind::FeedbackOwed, "", on).await?;
        match decision {
            Decision::ScheduleFocus
            | Decision::ScheduleTop60
            | Decision::ScheduleAftercare
            | Decision::MonitorAftercare => self.owe(WorkKind::SchedulingOwed, "", on).await,
            Decision::StartVoluntaryTrajectory => self.owe_trajectory(on).await,
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
        self.done(WorkKind::PlanWithoutProgress).await?;
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

    async fn contacted(
        &mut self,
        moment: MonitoringMoment,
        on: NaiveDate,
        progress: bool,
    ) -> Result<(), ProjectionError> {
        self.done(WorkKind::SuspectAtZsm).await?;
        query("delete from work_item where case_id = $1 and kind = $2 and part = $3")
            .bind(self.case)
            .bind(WorkKind::MonitoringContact.code())
            .bind(moment.code())
            .execute(self.work.connection())
            .await?;
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

    async fn done(&mut self, kind: WorkKind) -> Result<(), ProjectionError> {
        query("delete from work_item where case_id = $1 and kind = $2")
            .bind(self.case)
            .bind(kind.code())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
