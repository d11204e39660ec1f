//! Asking in which cases somebody is involved.

use chrono::{DateTime, Utc};
use schakel_access::{InvolvementCode, Party};
use schakel_domain::{CaseId, Role};
use sqlx::{FromRow, PgConnection, query_as};
use uuid::Uuid;

use crate::sealed::coded;
use crate::{Cursor, Page, QueryError, Scope};

/// A case in which somebody is involved.
#[derive(Clone, Debug)]
pub struct Row {
    /// The case.
    pub case: CaseId,
    /// Whose agenda it is on; none while it is taken in.
    pub meeting_type: Option<String>,
    /// How, each once.
    pub involvements: Vec<InvolvementCode>,
    /// Since when, by the first of them.
    pub since: DateTime<Utc>,
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    meeting_type: Option<String>,
    involvements: Vec<String>,
    since: DateTime<Utc>,
}

/// The last case of a page.
pub type Key = Uuid;

/// A participant is one as long as the case is on that meeting's agenda.
const INVOLVED: &str = "\
select case_id, meeting_type, array_agg(distinct kind order by kind) as involvements, min(since) as since
from involvement join involved_case using (case_id)
where party = any($1) and not restricted and (not shielded or $5) and (until is null or until > $2)
  and (kind <> 'participant' or part = meeting)
  and ($3::uuid is null or case_id < $3)
group by case_id, meeting_type
order by case_id desc
limit $4";

/// A page of the cases in which somebody is involved at that moment, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let stored: Vec<Stored> = query_as(INVOLVED)
        .bind(scope.parties.iter().map(Party::key).collect::<Vec<_>>())
        .bind(now)
        .bind(after.and_then(Cursor::key::<Key>))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1))
        .bind(scope.roles.contains(&Role::Cleared))
        .fetch_all(connection)
        .await?;
    let Page { items, next } = Page::of(stored, limit, |row| row.case_id);
    Ok(Page { items: items.into_iter().map(open).collect::<Result<_, _>>()?, next })
}

fn open(row: Stored) -> Result<Row, QueryError> {
    let involvements = row.involvements.into_iter().map(|code| coded("involved", code));
    Ok(Row {
        case: CaseId(row.case_id),
        meeting_type: row.meeting_type,
        involvements: involvements.collect::<Result<_, _>>()?,
        since: row.since,
    })
}
