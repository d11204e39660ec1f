//! Asking in which cases somebody is involved.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_access::{InvolvementCode, Party};
use schakel_domain::{CaseId, Role};
use sqlx::{FromRow, PgConnection, query_as};
use uuid::Uuid;

use crate::page::one_more;
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

/// A participant is one as long as the case is on that meeting's agenda. Each party's latest cases are read along the
/// index, as far as a page goes: some parties are involved in every case of the House.
const INVOLVED: &str = "\
with latest as (
    select distinct case_id
    from unnest($1) as own (party), lateral (
        select distinct case_id from involvement join involved_case using (case_id)
        where involvement.party = own.party and case_id < coalesce($4, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
          and not restricted and (not shielded or $3) and (until is null or until > $2)
          and (kind <> 'participant' or part = meeting)
        order by case_id desc
        limit $5
    ) as of_party
    order by case_id desc
    limit $5
)
select case_id, meeting_type, array_agg(distinct kind order by kind) as involvements, min(since) as since
from latest join involvement using (case_id) join involved_case using (case_id)
where party = any($1) and (until is null or until > $2) and (kind <> 'participant' or part = meeting)
group by case_id, meeting_type
order by case_id desc";

/// Whom nothing but the own statement binds is there for that one meeting, until it is over and the case has
/// moved on; `$2` is today.
const SIGNED: &str = "\
select case_id, meeting_type, array['non_disclosure'] as involvements, since
from involvement join involved_case using (case_id)
join involved_meeting on meeting_id = meeting
where party = any($1) and kind = 'participant' and part = meeting
  and not restricted and (not shielded or $3)
  and not cancelled and (waiting or not held and date >= $2)
  and exists (select from involved_statement as signed
              where signed.meeting_id = meeting and signed.party = involvement.party)
  and ($4::uuid is null or case_id < $4)
order by case_id desc
limit $5";

/// The moment, and the day that it is in the region.
pub type Moment = (DateTime<Utc>, NaiveDate);

/// A page of the cases in which somebody is involved at that moment, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    scope: &Scope,
    (now, today): Moment,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let asked = match scope.by_statement {
        false => query_as(INVOLVED).bind(keys(scope)).bind(now),
        true => query_as(SIGNED).bind(keys(scope)).bind(today),
    };
    let stored: Vec<Stored> = asked
        .bind(scope.roles.contains(&Role::Cleared))
        .bind(after.and_then(Cursor::key::<Key>))
        .bind(one_more(limit))
        .fetch_all(connection)
        .await?;
    let Page { items, next } = Page::of(stored, limit, |row| row.case_id);
    Ok(Page { items: items.into_iter().map(open).collect::<Result<_, _>>()?, next })
}

fn keys(scope: &Scope) -> Vec<String> {
    scope.parties.iter().map(Party::key).collect()
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
