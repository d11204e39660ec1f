//! Keeps the trajectories in step with the log.

use async_trait::async_trait;
use chrono::NaiveDate;
use schakel_domain::case;
use schakel_domain::code::Code;
use schakel_domain::trajectory::{Event, TrajectoryOutcome, TrajectoryState};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::stream_id;

/// The read model `trajectories`.
pub struct Trajectories;

#[async_trait]
impl Projection for Trajectories {
    fn name(&self) -> &'static str {
        "trajectories"
    }

    fn version(&self) -> i32 {
        2
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        match aggregate_type {
            "Trajectory" => true,
            "Case" => ["CaseReported", "CaseShielded"].contains(&event_type),
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let stream = stream_id(event)?;
        match event.aggregate_type.as_str() {
            "Case" => match event.decode()? {
                case::Event::CaseReported { shielded: Some(_), .. } | case::Event::CaseShielded { .. } => {
                    case_shielded(stream, work).await
                }
                _ => Ok(()),
            },
            _ => {
                let mut ledger = Ledger { trajectory: stream, sequence: event.sequence.cast_signed(), work };
                ledger.project(event.decode()?).await
            }
        }
    }
}

/// Nothing of a shielded case is in a list (HANDBOOK §4).
async fn case_shielded(case: Uuid, work: &mut Work<'_>) -> Result<(), ProjectionError> {
    for sql in [
        "insert into trajectory_shielded_case (case_id) values ($1) on conflict do nothing",
        "delete from trajectory where case_id = $1",
    ] {
        query(sql).bind(case).execute(work.connection()).await?;
    }
    Ok(())
}

struct Ledger<'a, 'w> {
    trajectory: Uuid,
    sequence: i64,
    work: &'a mut Work<'w>,
}

impl Ledger<'_, '_> {
    async fn project(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::TrajectoryStarted { .. } => return self.start(event).await,
            Event::ConversationRecorded { .. } => self.count_conversation().await?,
            Event::CostRecorded { amount, .. } => self.pay(amount.cents().into(), 0).await?,
            Event::RepaymentReceived { amount, .. } => self.pay(0, amount.cents().into()).await?,
            Event::TrajectoryEnded { on, outcome } => self.end(on, outcome).await?,
        }
        query("update trajectory set version = $2 where trajectory_id = $1")
            .bind(self.trajectory)
            .bind(self.sequence)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn start(&mut self, event: Event) -> Result<(), ProjectionError> {
        let Event::TrajectoryStarted {
            on,
            kind,
            provider,
            budget_source,
            help_questions,
            case,
            municipality,
        } = event
        else {
            return Ok(());
        };
        let questions: Vec<_> = help_questions.iter().map(|question| question.code().to_owned()).collect();
        query(
            "insert into trajectory (trajectory_id, started_on, kind, obstacle, provider, budget_source,
                 help_questions, municipality, state, case_id, version)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
             where not exists (select from trajectory_shielded_case where case_id = $10)",
        )
        .bind(self.trajectory)
        .bind(on)
        .bind(kind.code().code())
        .bind(kind.obstacle().map(Code::code))
        .bind(provider.to_string())
        .bind(budget_source.to_string())
        .bind(questions)
        .bind(municipality.to_string())
        .bind(TrajectoryState::Running.code())
        .bind(case.map(|case| case.0))
        .bind(self.sequence)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn count_conversation(&mut self) -> Result<(), ProjectionError> {
        query("update trajectory set conversations = conversations + 1 where trajectory_id = $1")
            .bind(self.trajectory)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// What belongs to a shielded case is not there to be paid.
    async fn pay(&mut self, spent: i64, repaid: i64) -> Result<(), ProjectionError> {
        query("update trajectory set spent = spent + $2, repaid = repaid + $3 where trajectory_id = $1")
            .bind(self.trajectory)
            .bind(spent)
            .bind(repaid)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn end(&mut self, on: NaiveDate, outcome: TrajectoryOutcome) -> Result<(), ProjectionError> {
        query("update trajectory set state = $2, ended_on = $3 where trajectory_id = $1")
            .bind(self.trajectory)
            .bind(TrajectoryState::from(outcome).code())
            .bind(on)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
