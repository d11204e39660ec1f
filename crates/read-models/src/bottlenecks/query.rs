//! Asking for bottlenecks.

use chrono::NaiveDate;
use schakel_domain::bottleneck::BottleneckState;
use sqlx::{FromRow, PgConnection, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, one_more};
use crate::sealed::coded;
use crate::{Cursor, Page, QueryError};

/// Which bottlenecks are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In any of these states.
    pub states: Vec<String>,
    /// Of this theme.
    pub theme: Option<String>,
    /// Given by this kind of meeting.
    pub meeting_type: Option<String>,
}

/// One bottleneck.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity.
    pub bottleneck_id: Uuid,
    /// The day on which it was raised.
    pub raised_on: NaiveDate,
    /// Of which theme.
    pub theme: String,
    /// The kind of meeting that gave it as a signal for policy.
    pub meeting_type: Option<String>,
    /// Where it stands.
    pub state: BottleneckState,
    /// How many cases are behind it.
    pub cases: i32,
    /// When it was put before the steering group.
    pub put_on: Option<NaiveDate>,
    /// When it was settled or dropped.
    pub ended_on: Option<NaiveDate>,
    /// Version.
    pub version: i64,
}

#[derive(FromRow)]
struct Stored {
    bottleneck_id: Uuid,
    raised_on: NaiveDate,
    theme: String,
    meeting_type: Option<String>,
    state: String,
    cases: i32,
    put_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    version: i64,
}

/// The last bottleneck of a page.
pub type Key = (Day, Uuid);

/// A page of the bottlenecks, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let mut sql = QueryBuilder::new("select * from bottleneck where true");
    if !filter.states.is_empty() {
        sql.push(" and state = any(").push_bind(filter.states.clone()).push(")");
    }
    if let Some(theme) = &filter.theme {
        sql.push(" and theme = ").push_bind(theme.clone());
    }
    if let Some(meeting_type) = &filter.meeting_type {
        sql.push(" and meeting_type = ").push_bind(meeting_type.clone());
    }
    if let Some((raised_on, bottleneck)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (raised_on, bottleneck_id) < (").push_bind(raised_on.0);
        sql.push(", ").push_bind(bottleneck).push(")");
    }
    sql.push(" order by raised_on desc, bottleneck_id desc limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let rows = stored.into_iter().map(Row::of).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, limit, |row: &Row| (Day(row.raised_on), row.bottleneck_id)))
}

impl Row {
    fn of(row: Stored) -> Result<Self, QueryError> {
        Ok(Self {
            bottleneck_id: row.bottleneck_id,
            raised_on: row.raised_on,
            theme: row.theme,
            meeting_type: row.meeting_type,
            state: coded("bottlenecks", row.state)?,
            cases: row.cases,
            put_on: row.put_on,
            ended_on: row.ended_on,
            version: row.version,
        })
    }
}
