//! Keeps the inquiries in step with the log.

use async_trait::async_trait;
use schakel_domain::code::Code;
use schakel_domain::inquiry::Event;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;

use crate::stream_id;

/// The read model `inquiries`.
pub struct Inquiries;

#[async_trait]
impl Projection for Inquiries {
    fn name(&self) -> &'static str {
        "inquiries"
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

    fn reacts_to(&self, aggregate_type: &str, _: &str) -> bool {
        aggregate_type == "Inquiry"
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let Event::InquiryRegistered { on, asked, municipality, theme } = event.decode()?;
        query(
            "insert into inquiry (inquiry_id, kind, on_day, organisation, partner, municipality, theme)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(stream_id(event)?)
        .bind(asked.kind().code())
        .bind(on)
        .bind(asked.organisation().map(ToString::to_string))
        .bind(asked.partner().map(ToString::to_string))
        .bind(municipality.map(|code| code.to_string()))
        .bind(theme.map(|code| code.to_string()))
        .execute(work.connection())
        .await?;
        Ok(())
    }
}
