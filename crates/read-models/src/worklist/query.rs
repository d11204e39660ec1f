//! Asking the worklist.

use chrono::NaiveDate;
use schakel_domain::case::MonitoringMoment;
use schakel_domain::code::Code;
use sqlx::{FromRow, PgPool, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, Listed};
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
pub type Key = (Day, Uuid, Listed<WorkKind>, Option<Listed<MonitoringMoment>>);

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
         where not restricted and (not escalated or kind in ('escalation_open', 'feedback_owed'))",
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
    if let Some((due_on, case, kind, moment)) = after.and_then(Cursor::key::<Key>) {
        let part = moment.map_or("", |moment| moment.0.code());
        sql.push(" and (due_on, case_id, kind, part) > (").push_bind(due_on.0).push(", ").push_bind(case);
        sql.push(", ").push_bind(kind.0.code()).push(", ").push_bind(part).push(")");
    }
    sql.push(" order by due_on, case_id, kind, part limit ");
    sql.push_bind(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1));
    let stored = sql.build_query_as::<Stored>().fetch_all(pool).await?;
    let items = stored.into_iter().map(Item::of).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, Item::key))
}

impl Item {
    fn key(&self) -> Key {
        (Day(self.due_on), self.case_id, Listed(self.kind), self.moment.map(Listed))
    }

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
