//! Asking what is shielded.

use std::collections::BTreeSet;

use schakel_connections::Pool;
use schakel_domain::CaseId;
use schakel_domain::region::Region;
use sqlx::{Postgres, QueryBuilder, query_scalar};
use uuid::Uuid;

use crate::QueryError;

/// Which of these ids belong to a shielded case, to a trajectory of one, or to a meeting of a kind that the
/// region shields. One statement, and as many rows, whatever they belong to.
///
/// # Errors
/// When the database fails.
pub async fn among(pool: &Pool, region: &Region, ids: &[Uuid]) -> Result<BTreeSet<Uuid>, QueryError> {
    let kinds = region.meeting_types.iter().filter(|kind| kind.shielded);
    let kinds: Vec<_> = kinds.map(|kind| kind.code.to_string()).collect();
    let mut sql = QueryBuilder::new(
        "select id, exists (select from shielded_case where case_id = id)
                 or exists (select from shielded_trajectory join shielded_case using (case_id)
                            where trajectory_id = id)
                 or exists (select from shielded_meeting where meeting_id = id and meeting_type = any(",
    );
    sql.push_bind(kinds).push(")) from ");
    match ids.len() {
        1..=FEW => push_values(&mut sql, ids),
        _ => {
            sql.push("unnest(").push_bind(ids).push(") as id");
        }
    }
    let asked: Vec<(Uuid, bool)> = sql.build_query_as().fetch_all(&mut *pool.lend().await?).await?;
    Ok(asked.into_iter().filter_map(|(id, is_shielded)| is_shielded.then_some(id)).collect())
}

/// How many ids are written one by one: as many as most calls have.
const FEW: usize = 4;

/// Of a list in one parameter PostgreSQL does not know the length, expects ten and so makes a plan for every call, which
/// takes fifteen times as long as the call.
fn push_values<'a>(sql: &mut QueryBuilder<'a, Postgres>, ids: &'a [Uuid]) {
    sql.push("(");
    sql.push_values(ids, |mut row, id| {
        row.push_bind(*id);
    });
    sql.push(") as asked (id)");
}

/// Every case that is shielded.
///
/// # Errors
/// When the database fails.
pub async fn cases(pool: &Pool) -> Result<Vec<CaseId>, QueryError> {
    let cases: Vec<Uuid> =
        query_scalar("select case_id from shielded_case").fetch_all(&mut *pool.lend().await?).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}
