//! What each event means for the worklist.

use async_trait::async_trait;
use schakel_access::Party;
use schakel_domain::case::{AgreementState, ElsewhereParty, Event, Invitation, LetterKind};
use schakel_domain::code::Code;
use schakel_domain::{monitor_day, trajectory};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;

use super::calendar;
use super::kind::WorkKind;
use super::list::{Known, List};
use crate::stream_id;

/// The read model `worklist`.
pub struct Worklist;

#[async_trait]
impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn version(&self) -> i32 {
        8
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

impl List<'_, '_> {
    async fn project(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::CaseReported {
                shielded: None, on, trigger, theme, municipality, release_date, ..
            } => self.reported(Known { trigger, theme, municipality, release_date }, on).await,
            Event::ReportCompleted { trigger, theme, municipality, release_date, .. } => {
                self.completed(Known { trigger, theme, municipality, release_date }, self.day()).await
            }
            Event::PutOnBriefing { briefing } => self.put_on_briefing(briefing).await,
            Event::ReferralOffered { .. } => self.referrals(1).await,
            Event::ReferralRejected { .. } | Event::ReferralRevoked { .. } => self.referrals(-1).await,
            Event::ElsewhereChecked { party: ElsewhereParty::Zsm, .. } => {
                self.done([WorkKind::SuspectAtZsm]).await
            }
            Event::ReportLinked { active_case } => self.linked(active_case).await,
            Event::LinkedReportAssessed { active_case, plan_endangered, .. } => {
                self.assessed(active_case, plan_endangered).await
            }
            Event::MayorAdvised { .. } => self.mayor_advised().await,
            Event::CaseWeighed { on, decision, .. } => self.weighed(on, &decision).await,
            Event::FeedbackGiven { .. } => self.done([WorkKind::FeedbackOwed]).await,
            Event::CaseScheduled { meeting_type, meeting, process_director, .. } => {
                let done = [WorkKind::ReportToPlace, WorkKind::SchedulingOwed];
                let director = process_director.map(|director| director.account);
                self.on_agenda(&meeting_type, meeting, director, &done).await
            }
            Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                let done =
                    [WorkKind::InvitationToSend, WorkKind::MonitoringContact, WorkKind::PlanWithoutProgress];
                let director = process_director.map(|director| director.account);
                self.on_agenda(&meeting_type, meeting, director, &done).await
            }
            Event::ClientInvitationDecided { invitation: Invitation::Invited, .. } => {
                self.owe(WorkKind::InvitationToSend, "", self.day()).await
            }
            Event::ClientInvitationDecided { .. }
            | Event::LetterSent { kind: LetterKind::Invitation, .. }
            | Event::AttendanceRecorded { .. } => self.done([WorkKind::InvitationToSend]).await,
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
                self.done([WorkKind::OutcomeOwed]).await?;
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
}
