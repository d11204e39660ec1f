//! One folder per question that Schakel answers: its tables, its projection and its query.
//!
//! The case itself is no read model: it is read from its own stream, see `docs/decisions/`.

mod page;
mod reader;
mod sealed;

pub mod agenda;
pub mod bottlenecks;
pub mod figures;
pub mod inquiries;
pub mod involved;
pub mod lookup;
pub mod notices;
pub mod overview;
pub mod retention;
pub mod shielded;
pub mod standing;
pub mod subject_requests;
pub mod trajectories;
pub mod worklist;

use std::sync::Arc;

use schakel_journal::{Projection, ProjectionError, Recorded, Work};
use uuid::Uuid;

pub use page::{Cursor, Listed, Page};
pub use reader::{Reader, Scope};
pub use sealed::{QueryError, Rows};

/// Every read model, in one list: migrations, projectors, rebuilds and tests run over it.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(lookup::Lookup),
        Arc::new(standing::Standing),
        Arc::new(involved::Involved),
        Arc::new(shielded::Shielded),
        Arc::new(agenda::Agenda),
        Arc::new(overview::Overview),
        Arc::new(worklist::Worklist),
        Arc::new(notices::Notices),
        Arc::new(retention::Retention),
        Arc::new(subject_requests::SubjectRequests),
        Arc::new(inquiries::Inquiries),
        Arc::new(trajectories::Trajectories),
        Arc::new(bottlenecks::Bottlenecks),
        Arc::new(figures::Figures),
    ]
}

/// The identity of the stream that an event belongs to.
fn stream_id(event: &Recorded) -> Result<Uuid, ProjectionError> {
    event.aggregate_id.parse().map_err(|_| ProjectionError::Unexpected("the stream's id is no UUID"))
}

/// Runs a statement that asks for nothing but this id.
async fn change(work: &mut Work<'_>, sql: &'static str, id: Uuid) -> Result<(), ProjectionError> {
    sqlx::query(sql).bind(id).execute(work.connection()).await?;
    Ok(())
}
