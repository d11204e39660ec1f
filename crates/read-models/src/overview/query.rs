//! Asking the overview.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_domain::case::{CaseState, DecisionCode, Trigger};
use schakel_domain::{CaseId, Professional};
use schakel_vault::Vault;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, one_more};
use crate::sealed::{cells, coded};
use crate::{Cursor, Page, QueryError, Rows};

/// Which cases are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these states.
    pub states: Vec<String>,
    /// Municipality of residence.
    pub municipality: Option<String>,
    /// The kind of meeting whose agenda the case is or was last on.
    pub meeting_type: Option<String>,
    /// The case holder's account.
    pub case_holder: Option<String>,
    /// The process director's account.
    pub process_director: Option<String>,
    /// What set the report off.
    pub trigger: Option<String>,
    /// Reported on this day or later.
    pub reported_from: Option<NaiveDate>,
    /// Reported on this day or earlier.
    pub reported_until: Option<NaiveDate>,
    /// Released on this day or later, by a detention report.
    pub release_from: Option<NaiveDate>,
    /// Released on this day or earlier.
    pub release_until: Option<NaiveDate>,
}

/// In which order; by values that never change, so that pages stay right under writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Latest report first.
    #[default]
    Newest,
    /// Earliest report first.
    Oldest,
}

/// One case in the overview.
#[derive(Clone, Debug)]
pub struct Row {
    /// The case.
    pub case: CaseId,
    /// The day of the report.
    pub reported_on: NaiveDate,
    /// Where it stands.
    pub state: CaseState,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<String>,
    /// Municipality of residence.
    pub municipality: Option<String>,
    /// The (provisional) day of release, of a detention report.
    pub release_date: Option<NaiveDate>,
    /// The last decision of a briefing.
    pub decision: Option<DecisionCode>,
    /// Whether the reporter has yet to hear of it.
    pub feedback_owed: bool,
    /// The kind of meeting whose agenda it is or was last on.
    pub meeting_type: Option<String>,
    /// The meeting.
    pub meeting: Option<Uuid>,
    /// Who directs the process.
    pub process_director: Option<Professional>,
    /// The case holder.
    pub case_holder: Option<Professional>,
    /// The day on which process direction ends.
    pub ends_on: Option<NaiveDate>,
    /// The day of closing.
    pub closed_on: Option<NaiveDate>,
    /// When something last happened.
    pub changed_at: DateTime<Utc>,
    /// Version of the case.
    pub version: i64,
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    reported_on: NaiveDate,
    state: String,
    trigger: Option<String>,
    theme: Option<String>,
    municipality: Option<String>,
    release_date: Option<NaiveDate>,
    decision: Option<String>,
    feedback_owed: bool,
    meeting_type: Option<String>,
    meeting_id: Option<Uuid>,
    process_director: Option<Value>,
    case_holder: Option<Value>,
    ends_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    changed_at: DateTime<Utc>,
    version: i64,
}

/// The last row of a page, by what the list is sorted on.
pub type Key = (Day, Uuid);

/// A page of the overview. A cursor that is none gives the first page; who takes cursors from
/// outside checks them first with [`Cursor::key`].
///
/// # Errors
/// When the database fails or a sealed value cannot be opened.
pub async fn find(
    connection: &mut PgConnection,
    vault: &Vault,
    filter: &Filter,
    sort: Sort,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let stored =
        statement(filter, sort, after, limit).build_query_as::<Stored>().fetch_all(connection).await?;
    let page = Page::of(stored, limit, |row| (Day(row.reported_on), row.case_id));
    let Page { mut items, next } = page;
    let sealed = items.iter_mut().flat_map(Stored::sealed).collect();
    let mut rows = Rows::open(vault, "overview", sealed).await?;
    let items = items.into_iter().map(|row| open(&mut rows, row)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

fn statement(
    filter: &Filter,
    sort: Sort,
    after: Option<&Cursor>,
    limit: usize,
) -> QueryBuilder<'static, Postgres> {
    let mut sql = QueryBuilder::new("select * from overview where not restricted");
    if !filter.states.is_empty() {
        sql.push(" and state = any(").push_bind(filter.states.clone()).push(")");
    }
    let equal = [
        (" and municipality = ", &filter.municipality),
        (" and meeting_type = ", &filter.meeting_type),
        (" and case_holder_account = ", &filter.case_holder),
        (" and process_director_account = ", &filter.process_director),
        (" and trigger = ", &filter.trigger),
    ];
    for (condition, value) in equal {
        if let Some(value) = value {
            sql.push(condition).push_bind(value.clone());
        }
    }
    let bounds = [
        (" and reported_on >= ", filter.reported_from),
        (" and reported_on <= ", filter.reported_until),
        (" and release_date >= ", filter.release_from),
        (" and release_date <= ", filter.release_until),
    ];
    for (condition, day) in bounds {
        if let Some(day) = day {
            sql.push(condition).push_bind(day);
        }
    }
    let (beyond, order) = match sort {
        Sort::Newest => ("<", "desc"),
        Sort::Oldest => (">", "asc"),
    };
    if let Some((Day(day), case)) = after.and_then(Cursor::key::<Key>) {
        sql.push(format!(" and (reported_on, case_id) {beyond} ("));
        sql.push_bind(day).push(", ").push_bind(case).push(")");
    }
    sql.push(format!(" order by reported_on {order}, case_id {order} limit "));
    sql.push_bind(one_more(limit));
    sql
}

impl Stored {
    fn sealed(&mut self) -> impl Iterator<Item = ((CaseId, &'static str), Value)> + use<> {
        let columns =
            [("process_director", self.process_director.take()), ("case_holder", self.case_holder.take())];
        cells(CaseId(self.case_id), columns)
    }
}

fn open(rows: &mut Rows, row: Stored) -> Result<Row, QueryError> {
    let case = CaseId(row.case_id);
    Ok(Row {
        case,
        reported_on: row.reported_on,
        state: coded("overview", row.state)?,
        trigger: row.trigger.map(|code| coded("overview", code)).transpose()?,
        theme: row.theme,
        municipality: row.municipality,
        release_date: row.release_date,
        decision: row.decision.map(|code| coded("overview", code)).transpose()?,
        feedback_owed: row.feedback_owed,
        meeting_type: row.meeting_type,
        meeting: row.meeting_id,
        process_director: rows.take(case, "process_director")?,
        case_holder: rows.take(case, "case_holder")?,
        ends_on: row.ends_on,
        closed_on: row.closed_on,
        changed_at: row.changed_at,
        version: row.version,
    })
}
