//! Asking the worklist.

use chrono::NaiveDate;
use schakel_domain::case::MonitoringMoment;
use sqlx::{FromRow, PgPool, QueryBuilder};
use uuid::Uuid;

use crate::sealed::coded;
use crate::worklist::WorkKind;
use crate::{Cursor, Page, QueryError};

/// Which work is wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these kinds.
    pub kinds: Vec<String>,
    /// Of cases that this account directs.
    pub process_director: Option<String>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Item {
    /// On which case.
    pub case_id: Uuid,
    /// What kind.
    pub kind: WorkKind,
    /// Which of several of the kind.
    pub moment: Option<MonitoringMoment>,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// The account that directs the case.
    pub process_director: Option<String>,
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    kind: String,
    part: String,
    due_on: NaiveDate,
    process_director: Option<String>,
}

/// The last item of a page.
pub type Key = (NaiveDate, Uuid, String, String);

/// A page of the worklist, the most overdue first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    pool: &PgPool,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Item>, QueryError> {
    let mut sql = QueryBuilder::new(
        "select case_id, kind, part, due_on, process_director
         from work_item join worklist_case using (case_id)
         where (not escalated or kind in ('escalation_open', 'feedback_owed'))",
    );
    if !filter.kinds.is_empty() {
        sql.push(" and kind = any(").push_bind(filter.kinds.clone()).push(")");
    }
    if let Some(director) = &filter.process_director {
        sql.push(" and process_director = ").push_bind(director.clone());
    }
    if let Some(until) = filter.due_until {
        sql.push(" and due_on <= ").push_bind(until);
    }
    if let Some((due_on, case, kind, part)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (due_on, case_id, kind, part) > (").push_bind(due_on).push(", ").push_bind(case);
        sql.push(", ").push_bind(kind).push(", ").push_bind(part).push(")");
    }
    sql.push(" order by due_on, case_id, kind, part limit ");
    sql.push_bind(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1));
    let stored = sql.build_query_as::<Stored>().fetch_all(pool).await?;
    let page = Page::of(stored, limit, |row| (row.due_on, row.case_id, row.kind.clone(), row.part.clone()));
    let items = page.items.into_iter().map(Item::of).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next })
}

impl Item {
    fn of(row: Stored) -> Result<Self, QueryError> {
        let moment = Some(row.part).filter(|part| !part.is_empty());
        Ok(Self {
            case_id: row.case_id,
            kind: coded("worklist", row.kind)?,
            moment: moment.map(|code| coded("worklist", code)).transpose()?,
            due_on: row.due_on,
            process_director: row.process_director,
        })
    }
}
