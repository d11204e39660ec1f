//! Asking for open requests.

use chrono::NaiveDate;
use schakel_domain::subject_request::{RequestKind, RequestOutcome};
use sqlx::{FromRow, PgConnection, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, Listed, one_more};
use crate::sealed::coded;
use crate::{Cursor, Page, QueryError};

/// Which requests are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these kinds.
    pub kinds: Vec<String>,
    /// About this person.
    pub person: Option<Uuid>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
}

/// One open request.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity.
    pub request_id: Uuid,
    /// For what.
    pub kind: RequestKind,
    /// Who it is about.
    pub person_id: Uuid,
    /// The day on which the House received it.
    pub received_on: NaiveDate,
    /// The day by which it is answered.
    pub due_on: NaiveDate,
    /// Whether the term was extended.
    pub extended: bool,
    /// What was decided.
    pub outcome: Option<RequestOutcome>,
    /// The controllers who have yet to say that it is done, or why they refuse.
    pub open_controllers: Vec<String>,
    /// Version.
    pub version: i64,
}

#[derive(FromRow)]
struct Stored {
    request_id: Uuid,
    #[sqlx(try_from = "String")]
    kind: Listed<RequestKind>,
    person_id: Uuid,
    received_on: NaiveDate,
    due_on: NaiveDate,
    extended: bool,
    outcome: Option<String>,
    open_controllers: Vec<String>,
    version: i64,
}

/// The last request of a page.
pub type Key = (Day, Uuid);

/// A page of the open requests, the earliest term first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let mut sql = QueryBuilder::new("select * from subject_request where true");
    if !filter.kinds.is_empty() {
        sql.push(" and kind = any(").push_bind(filter.kinds.clone()).push(")");
    }
    if let Some(person) = filter.person {
        sql.push(" and person_id = ").push_bind(person);
    }
    if let Some(until) = filter.due_until {
        sql.push(" and due_on <= ").push_bind(until);
    }
    if let Some((due_on, request)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (due_on, request_id) > (").push_bind(due_on.0).push(", ").push_bind(request).push(")");
    }
    sql.push(" order by due_on, request_id limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let rows = stored.into_iter().map(Row::of).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, limit, Row::key))
}

impl Row {
    fn key(&self) -> Key {
        (Day(self.due_on), self.request_id)
    }

    fn of(row: Stored) -> Result<Self, QueryError> {
        Ok(Self {
            request_id: row.request_id,
            kind: row.kind.0,
            person_id: row.person_id,
            received_on: row.received_on,
            due_on: row.due_on,
            extended: row.extended,
            outcome: row.outcome.map(|code| coded("subject_requests", code)).transpose()?,
            open_controllers: row.open_controllers,
            version: row.version,
        })
    }
}
