//! Asking what is shielded.

use std::collections::BTreeSet;

use schakel_domain::CaseId;
use schakel_domain::region::Region;
use sqlx::{PgPool, query_as, query_scalar};
use uuid::Uuid;

use crate::QueryError;

/// Which of these ids belong to a shielded case, to a trajectory of one, or to a meeting of a kind that the
/// region shields. One statement, and as many rows, whatever they belong to.
///
/// # Errors
/// When the database fails.
pub async fn among(pool: &PgPool, region: &Region, ids: &[Uuid]) -> Result<BTreeSet<Uuid>, QueryError> {
    let kinds = region.meeting_types.iter().filter(|kind| kind.shielded);
    let kinds: Vec<_> = kinds.map(|kind| kind.code.to_string()).collect();
    let asked: Vec<(Uuid, bool)> = query_as(
        "select id, exists (select from shielded_case where case_id = id)
                 or exists (select from shielded_trajectory join shielded_case using (case_id)
                            where trajectory_id = id)
                 or exists (select from shielded_meeting where meeting_id = id and meeting_type = any($2))
         from unnest($1) as id",
    )
    .bind(ids)
    .bind(kinds)
    .fetch_all(pool)
    .await?;
    Ok(asked.into_iter().filter_map(|(id, is_shielded)| is_shielded.then_some(id)).collect())
}

/// Every case that is shielded.
///
/// # Errors
/// When the database fails.
pub async fn cases(pool: &PgPool) -> Result<Vec<CaseId>, QueryError> {
    let cases: Vec<Uuid> = query_scalar("select case_id from shielded_case").fetch_all(pool).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}
