//! Keeps the bottlenecks in step with the log.

use async_trait::async_trait;
use chrono::NaiveDate;
use schakel_domain::bottleneck::{BottleneckState, Event};
use schakel_domain::code::Code;
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{CaseId, case};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::stream_id;

/// The read model `bottlenecks`.
pub struct Bottlenecks;

#[async_trait]
impl Projection for Bottlenecks {
    fn name(&self) -> &'static str {
        "bottlenecks"
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
            "Bottleneck" => true,
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
                let mut desk = Desk { bottleneck: stream, work };
                desk.project(event.decode()?, event.sequence.cast_signed()).await
            }
        }
    }
}

/// A shielded case is no part of any figure (HANDBOOK §4).
async fn case_shielded(case: Uuid, work: &mut Work<'_>) -> Result<(), ProjectionError> {
    for sql in [
        "insert into bottleneck_shielded_case (case_id) values ($1) on conflict do nothing",
        "update bottleneck set cases = cases - 1
         where bottleneck_id in (select bottleneck_id from bottleneck_case where case_id = $1)",
        "delete from bottleneck_case where case_id = $1",
    ] {
        query(sql).bind(case).execute(work.connection()).await?;
    }
    Ok(())
}

struct Desk<'a, 'w> {
    bottleneck: Uuid,
    work: &'a mut Work<'w>,
}

impl Desk<'_, '_> {
    async fn project(&mut self, event: Event, version: i64) -> Result<(), ProjectionError> {
        match event {
            Event::BottleneckRaised { on, theme, from_meeting_type, .. } => {
                return self.raise(on, theme.as_str(), from_meeting_type, version).await;
            }
            Event::CaseAdded { case } => self.count(case).await?,
            Event::PutBeforeSteeringGroup { on } => self.put(on).await?,
            Event::BottleneckSettled { on, .. } => self.end(BottleneckState::Settled, on).await?,
            Event::BottleneckDropped { on, .. } => self.end(BottleneckState::Dropped, on).await?,
        }
        query("update bottleneck set version = $2 where bottleneck_id = $1")
            .bind(self.bottleneck)
            .bind(version)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn raise(
        &mut self,
        on: NaiveDate,
        theme: &str,
        from: Option<MeetingTypeCode>,
        version: i64,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into bottleneck (bottleneck_id, raised_on, theme, meeting_type, state, version)
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.bottleneck)
        .bind(on)
        .bind(theme)
        .bind(from.map(|code| code.to_string()))
        .bind(BottleneckState::Gathered.code())
        .bind(version)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn count(&mut self, case: CaseId) -> Result<(), ProjectionError> {
        query(
            "with added as (
                 insert into bottleneck_case (bottleneck_id, case_id)
                 select $1, $2 where not exists (select from bottleneck_shielded_case where case_id = $2)
                 returning bottleneck_id
             )
             update bottleneck set cases = cases + 1 where bottleneck_id in (select bottleneck_id from added)",
        )
        .bind(self.bottleneck)
        .bind(case.0)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn put(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        query("update bottleneck set state = $2, put_on = $3 where bottleneck_id = $1")
            .bind(self.bottleneck)
            .bind(BottleneckState::PutBeforeSteeringGroup.code())
            .bind(on)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn end(&mut self, state: BottleneckState, on: NaiveDate) -> Result<(), ProjectionError> {
        query("update bottleneck set state = $2, ended_on = $3 where bottleneck_id = $1")
            .bind(self.bottleneck)
            .bind(state.code())
            .bind(on)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
