//! Keeps the facts in step with the log.

use async_trait::async_trait;
use schakel_domain::{case, meeting, person, trajectory};
use schakel_figures::fact::Fact;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use sqlx::types::Json;
use uuid::Uuid;

use crate::stream_id;

/// The read model `figures`.
pub struct Figures;

#[async_trait]
impl Projection for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn version(&self) -> i32 {
        1
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        (aggregate_type, event_type) == ("Case", "CaseShielded")
            || Fact::is_said_by(aggregate_type, event_type)
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let stream = stream_id(event)?;
        let fact = match event.aggregate_type.as_str() {
            "Case" => match event.decode()? {
                case::Event::CaseShielded { .. } => return withdraw(stream, work).await,
                case::Event::CaseReported { shielded: Some(_), .. } => None,
                event => Fact::of_case(&event),
            },
            "Meeting" => Fact::of_meeting(&event.decode::<meeting::Event>()?),
            "Person" => Fact::of_person(&event.decode::<person::Event>()?),
            _ => Some(Fact::of_trajectory(&event.decode::<trajectory::Event>()?)),
        };
        match fact {
            Some(fact) => add(event, stream, &fact, work).await,
            None => Ok(()),
        }
    }
}

/// Of a shielded case no first fact is there, and nothing that comes later (HANDBOOK §4).
async fn add(
    event: &Recorded,
    stream: Uuid,
    fact: &Fact,
    work: &mut Work<'_>,
) -> Result<(), ProjectionError> {
    query(
        "insert into figure_fact (epoch, tx_id, position, recorded_at, stream, sequence, fact)
         select $1, $2::text::xid8, $3, $4, $5, $6, $7
         where $6 = 1 or $8 <> 'Case' or exists (select from figure_fact where stream = $5 and sequence = 1)",
    )
    .bind(event.place.epoch)
    .bind(event.place.tx_id.to_string())
    .bind(event.place.position)
    .bind(event.metadata.at)
    .bind(stream)
    .bind(event.sequence.cast_signed())
    .bind(Json(fact))
    .bind(&event.aggregate_type)
    .execute(work.connection())
    .await?;
    Ok(())
}

async fn withdraw(case: Uuid, work: &mut Work<'_>) -> Result<(), ProjectionError> {
    query("delete from figure_fact where stream = $1").bind(case).execute(work.connection()).await?;
    query("update figure_withdrawn set times = times + 1").execute(work.connection()).await?;
    Ok(())
}
