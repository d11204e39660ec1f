//! Keeps the open requests in step with the log.

use async_trait::async_trait;
use chrono::NaiveDate;
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use schakel_domain::subject_request::{ControllerStateCode, Event, RequestOutcome};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::stream_id;

/// The read model `subject_requests`.
pub struct SubjectRequests;

#[async_trait]
impl Projection for SubjectRequests {
    fn name(&self) -> &'static str {
        "subject_requests"
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

    fn reacts_to(&self, aggregate_type: &str, _: &str) -> bool {
        aggregate_type == "SubjectRequest"
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let mut desk = Desk { request: stream_id(event)?, work };
        desk.project(event.decode()?, event.sequence.cast_signed()).await
    }
}

struct Desk<'a, 'w> {
    request: Uuid,
    work: &'a mut Work<'w>,
}

impl Desk<'_, '_> {
    async fn project(&mut self, event: Event, version: i64) -> Result<(), ProjectionError> {
        match event {
            Event::RequestRegistered { .. } => self.register(event, version).await?,
            Event::ControllerStateRecorded { controller, state } => {
                self.stands(&controller, state.code()).await?;
            }
            Event::RequestExtended { due_on, .. } => self.extend(due_on).await?,
            Event::RequestDecided { outcome, .. } => self.decided(outcome).await?,
            Event::RequestCompleted { .. } => self.complete().await?,
        }
        query("update subject_request set version = $2 where request_id = $1")
            .bind(self.request)
            .bind(version)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn register(&mut self, event: Event, version: i64) -> Result<(), ProjectionError> {
        let Event::RequestRegistered { kind, person, received_on, due_on, controllers } = event else {
            return Ok(());
        };
        let open: Vec<_> = controllers.iter().map(ToString::to_string).collect();
        query(
            "insert into subject_request
                 (request_id, kind, person_id, received_on, due_on, open_controllers, version)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.request)
        .bind(kind.code())
        .bind(person.0)
        .bind(received_on)
        .bind(due_on)
        .bind(open)
        .bind(version)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn stands(
        &mut self,
        controller: &OrganisationCode,
        state: ControllerStateCode,
    ) -> Result<(), ProjectionError> {
        query(
            "update subject_request set open_controllers = array(
                 select code from unnest(array_remove(open_controllers, $2)
                     || case when $3 then array[$2] else '{}' end) as code
                 order by code)
             where request_id = $1",
        )
        .bind(self.request)
        .bind(controller.as_str())
        .bind(state == ControllerStateCode::Open)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn extend(&mut self, due_on: NaiveDate) -> Result<(), ProjectionError> {
        query("update subject_request set due_on = $2, extended = true where request_id = $1")
            .bind(self.request)
            .bind(due_on)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn decided(&mut self, outcome: RequestOutcome) -> Result<(), ProjectionError> {
        query("update subject_request set outcome = $2 where request_id = $1")
            .bind(self.request)
            .bind(outcome.code())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn complete(&mut self) -> Result<(), ProjectionError> {
        query("delete from subject_request where request_id = $1")
            .bind(self.request)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
