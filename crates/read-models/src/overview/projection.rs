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
        if let Some(update) = case.update(event.decode()?, work)? {
            update.execute(work.connection()).await?;
        }
        Ok(())
    }
}

type Update = Query<'static, Postgres, PgArguments>;

/// A change of some columns, and of what every event after the first changes.
macro_rules! changed {
    ($set:literal) => {
        concat!("update overview set changed_at = $2, version = $3, ", $set, " where case_id = $1")
    };
}

struct Case<'a> {
    id: Uuid,
    event: &'a Recorded,
}

impl Case<'_> {
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
            Event::ReportCompleted { trigger, theme, municipality, release_date, .. } => self
                .change(changed!(
                    "trigger = coalesce($4, trigger), theme = coalesce($5, theme),
                     municipality = coalesce($6, municipality),
                     release_date = case when coalesce($4, trigger) = $8 then coalesce($7, release_date) end"
                ))
                .bind(trigger.map(Code::code))
                .bind(theme.map(|theme| theme.to_string()))
                .bind(municipality.map(|municipality| municipality.to_string()))
                .bind(release_date)
                .bind(Trigger::Detention.code()),
            Event::CaseWeighed { decision, .. } => self
                .change(changed!("state = $4, decision = $5, feedback_owed = true"))
                .bind(CaseState::Weighed.code())
                .bind(decision.code().code()),
            Event::FeedbackGiven { .. } => self.change(changed!("feedback_owed = false")),
            Event::CaseScheduled { meeting_type, meeting, process_director, .. }
            | Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                self.scheduled(&meeting_type, meeting, process_director, work)?
            }
            Event::PlanSet { plan, case_holder } => self
                .change(changed!(
                    "state = $4, case_holder_account = $5, case_holder = $6,
                     ends_on = coalesce(ends_on, $7)"
                ))
                .bind(CaseState::Planned.code())
                .bind(case_holder.account.0.clone())
                .bind(work.seal("case_holder", &case_holder)?)
                .bind(months_after(plan.set_on, Direction::AIM_MONTHS)),
            Event::CaseHolderReplaced { case_holder } => self
                .change(changed!("case_holder_account = $4, case_holder = $5"))
                .bind(case_holder.account.0.clone())
                .bind(work.seal("case_holder", &case_holder)?),
            Event::MonitoringContactRecorded { .. } => {
                self.change(changed!("state = $4")).bind(CaseState::Monitored.code())
            }
            Event::DirectionExtended { until, .. } => self.change(changed!("ends_on = $4")).bind(until),
            Event::CaseEscalated { .. } => {
                self.change(changed!("state_before = state, state = $4")).bind(CaseState::Escalated.code())
            }
            Event::EscalationReturned { .. } => {
                self.change(changed!("state = state_before, state_before = null"))
            }
            Event::CaseClosed { on, .. } => {
                self.change(changed!("state = $4, closed_on = $5")).bind(CaseState::Closed.code()).bind(on)
            }
            Event::UseRestricted { .. } => self.change(changed!("restricted = true")),
            Event::RestrictionLifted { .. } => self.change(changed!("restricted = false")),
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
            | Event::LetterSent { .. } => {
                self.change("update overview set changed_at = $2, version = $3 where case_id = $1")
            }
        }))
    }

    /// To which binds what follows the third value.
    fn change(&self, sql: &'static str) -> Update {
        query(sql).bind(self.id).bind(self.event.metadata.at).bind(self.event.sequence.cast_signed())
    }

    fn scheduled(
        &self,
        meeting_type: &MeetingTypeCode,
        meeting: Option<MeetingId>,
        process_director: Option<Professional>,
        work: &Work<'_>,
    ) -> Result<Update, ProjectionError> {
        let sealed = process_director.as_ref().map(|director| work.seal("process_director", director));
        Ok(self
            .change(changed!(
                "state = $4, meeting_type = $5, meeting_id = $6,
                 process_director_account = $7, process_director = $8"
            ))
            .bind(CaseState::Scheduled.code())
            .bind(meeting_type.to_string())
            .bind(meeting.map(|meeting| meeting.0))
            .bind(process_director.map(|director| director.account.0))
            .bind(sealed.transpose()?))
    }
}
