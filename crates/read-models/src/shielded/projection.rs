//! Keeps the list of what is shielded in step with the events, in their transaction.

use async_trait::async_trait;
use schakel_domain::{case, meeting, trajectory};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;

use crate::stream_id;

/// The read model `shielded`.
pub struct Shielded;

#[async_trait]
impl Projection for Shielded {
    fn name(&self) -> &'static str {
        "shielded"
    }

    fn version(&self) -> i32 {
        2
    }

    fn mode(&self) -> Mode {
        Mode::Inline
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        match aggregate_type {
            "Case" => ["CaseReported", "CaseShielded"].contains(&event_type),
            "Meeting" => event_type == "MeetingPlanned",
            "Trajectory" => event_type == "TrajectoryStarted",
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let stream = stream_id(event)?;
        let row = match event.aggregate_type.as_str() {
            "Meeting" => match event.decode()? {
                meeting::Event::MeetingPlanned { meeting_type, .. } => {
                    query("insert into shielded_meeting (meeting_id, meeting_type) values ($1, $2)")
                        .bind(stream)
                        .bind(meeting_type.to_string())
                }
                _ => return Ok(()),
            },
            "Trajectory" => match event.decode()? {
                trajectory::Event::TrajectoryStarted { case: Some(case), .. } => {
                    query("insert into shielded_trajectory (trajectory_id, case_id) values ($1, $2)")
                        .bind(stream)
                        .bind(case.0)
                }
                _ => return Ok(()),
            },
            _ => match event.decode()? {
                case::Event::CaseReported { shielded: Some(_), .. } | case::Event::CaseShielded { .. } => {
                    query("insert into shielded_case (case_id) values ($1)").bind(stream)
                }
                _ => return Ok(()),
            },
        };
        row.execute(work.connection()).await?;
        Ok(())
    }
}
