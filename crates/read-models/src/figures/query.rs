//! Reading the facts: all of them once, and then what came since.

use chrono::{DateTime, Utc};
use schakel_figures::fact::{Fact, Origin};
use schakel_journal::Place;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, query_as, query_scalar};
use uuid::Uuid;

use crate::QueryError;

/// Facts in the order of the log.
#[derive(Clone, Debug)]
pub struct Facts {
    /// How often facts were taken away; whoever kept earlier ones reads them anew when it has risen.
    pub withdrawn: i64,
    /// Each with its place in the log and the moment of its event.
    pub facts: Vec<(Place, DateTime<Utc>, Origin, Fact)>,
}

#[derive(FromRow)]
struct Stored {
    epoch: i32,
    tx_id: String,
    position: i64,
    recorded_at: DateTime<Utc>,
    stream: Uuid,
    sequence: i64,
    fact: Json<Fact>,
}

/// The facts after this place.
///
/// # Errors
/// When the database fails, or a fact cannot be read.
pub async fn facts_after(connection: &mut PgConnection, place: Place) -> Result<Facts, QueryError> {
    let withdrawn = query_scalar("select times from figure_withdrawn").fetch_one(&mut *connection).await?;
    // By the column, not by its text: as texts, 999 comes after 1000.
    let stored: Vec<Stored> = query_as(
        "select epoch, tx_id::text as tx_id, position, recorded_at, stream, sequence, fact from figure_fact
         where (epoch, tx_id, position) > ($1, $2::text::xid8, $3)
         order by figure_fact.epoch, figure_fact.tx_id, figure_fact.position",
    )
    .bind(place.epoch)
    .bind(place.tx_id.to_string())
    .bind(place.position)
    .fetch_all(connection)
    .await?;
    let facts = stored.into_iter().map(Stored::read).collect::<Result<_, _>>()?;
    Ok(Facts { withdrawn, facts })
}

impl Stored {
    fn read(self) -> Result<(Place, DateTime<Utc>, Origin, Fact), QueryError> {
        let tx_id = self.tx_id.parse().map_err(|_| QueryError::Unreadable("figures"))?;
        let place = Place { epoch: self.epoch, tx_id, position: self.position };
        let origin = Origin { stream: self.stream, sequence: self.sequence.cast_unsigned() };
        Ok((place, self.recorded_at, origin, self.fact.0))
    }
}
