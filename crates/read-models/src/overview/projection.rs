//! Keeps the overview in step with the log.

use async_trait::async_trait;
use schakel_domain::calendar::months_after;
use schakel_domain::case::{CaseState, Direction, Event, Trigger};
use schakel_domain::code::Code;
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{MeetingId, Professional};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{Postgres, query};
use uuid::Uuid;

use crate::stream_id;

/// The read model `overview`.
pub struct Overview;

#[async_trait]
impl Projection for Overview {
    fn name(&self) -> &'static str {
        "overview"
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

    fn reacts_to(&self, aggregate_type: &str, _: &str) -> bool {
        aggregate_type == "Case"
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let case = Case { id: stream_id(event)?, event };
        case.project(event.decode()?, work).await?;
        // The first event has made the row with both.
        if event.sequence == 1 {
            return Ok(());
        }
        query("update overview set changed_at = $2, version = $3 where case_id = $1")
            .bind(case.id)
            .bind(event.metadata.at)
            .bind(event.sequence.cast_signed())
            .execute(work.connection())
            .await?;
        Ok(())
    }
}

type Update = Query<'static, Postgres, PgArguments>;

struct Case<'a> {
    id: Uuid,
    event: &'a Recorded,
}

impl Case<'_> {
    async fn project(&self, event: Event, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let Some(update) = self.update(event, work)? else { return Ok(()) };
        update.execute(work.connection()).await?;
        Ok(())
    }

    fn update(&self, event: Event, work: &Work<'_>) -> Result<Option<Update>, ProjectionError> {
        Ok(Some(match event {
            Event::CaseReported { shielded: Some(_), .. } => return Ok(None),
            Event::CaseReported { on, trigger, theme, municipality, release_date, .. } => query(
                "insert into overview
                     (case_id, reported_on, state, trigger, theme, municipality, changed_at, version,
                      release_date)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(self.id)
            .bind(on)
            .bind(CaseState::Reported.code())
            .bind(trigger.map(Code::code))
            .bind(theme.map(|theme| theme.to_string()))
            .bind(municipality.map(|municipality| municipality.to_string()))
            .bind(self.event.metadata.at)
            .bind(self.event.sequence.cast_signed())
            .bind(release_date),
            Event::ReportCompleted { trigger, theme, municipality, release_date, .. } => query(
                "update overview set trigger = coalesce($2, trigger), theme = coalesce($3, theme),
                     municipality = coalesce($4, municipality),
                     release_date = case when coalesce($2, trigger) = $6 then coalesce($5, release_date) end
                 where case_id = $1",
            )
            .bind(self.id)
            .bind(trigger.map(Code::code))
            .bind(theme.map(|theme| theme.to_string()))
            .bind(municipality.map(|municipality| municipality.to_string()))
            .bind(release_date)
            .bind(Trigger::Detention.code()),
            Event::CaseWeighed { decision, .. } => query(
                "update overview set state = $2, decision = $3, feedback_owed = true where case_id = $1",
            )
            .bind(self.id)
            .bind(CaseState::Weighed.code())
            .bind(decision.code().code()),
            Event::FeedbackGiven { .. } => {
                query("update overview set feedback_owed = false where case_id = $1").bind(self.id)
            }
            Event::CaseScheduled { meeting_type, meeting, process_director, .. }
            | Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                self.scheduled(&meeting_type, meeting, process_director, work)?
            }
            Event::PlanSet { plan, case_holder } => query(
                "update overview set state = $2, case_holder_account = $3, case_holder = $4,
                     ends_on = coalesce(ends_on, $5) where case_id = $1",
            )
            .bind(self.id)
            .bind(CaseState::Planned.code())
            .bind(case_holder.account.0.clone())
            .bind(work.seal("case_holder", &case_holder)?)
            .bind(months_after(plan.set_on, Direction::AIM_MONTHS)),
            Event::CaseHolderReplaced { case_holder } => {
                query("update overview set case_holder_account = $2, case_holder = $3 where case_id = $1")
                    .bind(self.id)
                    .bind(case_holder.account.0.clone())
                    .bind(work.seal("case_holder", &case_holder)?)
            }
            Event::MonitoringContactRecorded { .. } => {
                query("update overview set state = $2 where case_id = $1")
                    .bind(self.id)
                    .bind(CaseState::Monitored.code())
            }
            Event::DirectionExtended { until, .. } => {
                query("update overview set ends_on = $2 where case_id = $1").bind(self.id).bind(until)
            }
            Event::CaseEscalated { .. } => {
                query("update overview set state_before = state, state = $2 where case_id = $1")
                    .bind(self.id)
                    .bind(CaseState::Escalated.code())
            }
            Event::EscalationReturned { .. } => {
                query("update overview set state = state_before, state_before = null where case_id = $1")
                    .bind(self.id)
            }
            Event::CaseClosed { on, .. } => {
                query("update overview set state = $2, closed_on = $3 where case_id = $1")
                    .bind(self.id)
                    .bind(CaseState::Closed.code())
                    .bind(on)
            }
            Event::UseRestricted { .. } => {
                query("update overview set restricted = true where case_id = $1").bind(self.id)
            }
            Event::RestrictionLifted { .. } => {
                query("update overview set restricted = false where case_id = $1").bind(self.id)
            }
            // Nothing that comes later finds a row of a shielded case: it is in no list.
            Event::CaseErased { .. } | Event::CaseShielded { .. } => {
                query("delete from overview where case_id = $1").bind(self.id)
            }
            Event::SubjectIdentified { .. }
            | Event::ReportLinked { .. }
            | Event::LinkedReportAssessed { .. }
            | Event::MayorAdvised { .. }
            | Event::AgreementUpdated { .. }
            | Event::ZsmAdviceSet { .. }
            | Event::ZsmAdviceWithdrawn { .. }
            | Event::ResultsJudged { .. }
            | Event::CaseHidden { .. }
            | Event::CaseRevealed { .. }
            | Event::RetentionExtended { .. }
            | Event::LegalHoldPlaced { .. }
            | Event::LegalHoldLifted { .. }
            | Event::KeysDestroyed { .. }
            | Event::ParticipantListed { .. }
            | Event::ParticipantRemoved { .. }
            | Event::InformationRequested { .. }
            | Event::InformationAnswered { .. }
            | Event::InformationRequestWithdrawn { .. }
            | Event::InformationShared { .. }
            | Event::ConsentRecorded { .. }
            | Event::InformationRetracted { .. }
            | Event::GlassBroken { .. }
            | Event::ReferralOffered { .. }
            | Event::ReferralAccepted { .. }
            | Event::ReferralRejected { .. }
            | Event::ReferralCompleted { .. }
            | Event::ReferralRevoked { .. }
            | Event::PutOnBriefing { .. }
            | Event::ElsewhereChecked { .. }
            | Event::ClientInvitationDecided { .. }
            | Event::CaseDiscussed { .. }
            | Event::AttendanceRecorded { .. }
            | Event::MeetingEvaluated { .. }
            | Event::LifeAreasRecorded { .. }
            | Event::SystematicOffenderIndicated { .. }
            | Event::InterventionRecorded { .. }
            | Event::CaseHandedOver { .. }
            | Event::LetterSent { .. } => return Ok(None),
        }))
    }

    fn scheduled(
        &self,
        meeting_type: &MeetingTypeCode,
        meeting: Option<MeetingId>,
        process_director: Option<Professional>,
        work: &Work<'_>,
    ) -> Result<Update, ProjectionError> {
        let sealed = process_director.as_ref().map(|director| work.seal("process_director", director));
        Ok(query(
            "update overview set state = $2, meeting_type = $3, meeting_id = $4,
                 process_director_account = $5, process_director = $6 where case_id = $1",
        )
        .bind(self.id)
        .bind(CaseState::Scheduled.code())
        .bind(meeting_type.to_string())
        .bind(meeting.map(|meeting| meeting.0))
        .bind(process_director.map(|director| director.account.0))
        .bind(sealed.transpose()?))
    }
}
