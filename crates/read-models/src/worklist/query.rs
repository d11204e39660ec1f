//! Asking the worklist.

use chrono::NaiveDate;
use schakel_domain::CaseId;
use schakel_domain::case::MonitoringMoment;
use schakel_domain::code::Code;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, PgConnection, PgPool, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, Listed, one_more};
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
    pub part: Option<Part>,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// The account that directs the case.
    pub process_director: Option<String>,
}

/// Which of several items of a kind on one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// With [`WorkKind::MonitoringContact`]: which contact.
    Moment(Listed<MonitoringMoment>),
    /// With [`WorkKind::SuspectAtZsm`]: the day.
    Day(Day),
    /// With [`WorkKind::InformationOwed`]: the request; with [`WorkKind::AgreementDue`]: the agreement; with
    /// [`WorkKind::LinkedReportToAssess`]: the active case that the report was linked to; with
    /// [`WorkKind::MeetingToPlan`]: the report that endangers the plan.
    Id(Uuid),
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    kind: String,
    part: String,
    due_on: NaiveDate,
    process_director: Option<String>,
}

/// Work that waits for nothing: of a case that nobody uses none, of an escalated one what is not of its plan.
const TO_BE_DONE: &str = "
    from work_item join worklist_case using (case_id)
    where not restricted and not settled
      and (not escalated or kind in ('escalation_open', 'feedback_owed', 'information_owed'))";

/// The last item of a page.
pub type Key = (Day, Uuid, Listed<WorkKind>, Option<Part>);

/// A page of the worklist, the most overdue first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Item>, QueryError> {
    let mut sql = QueryBuilder::new("select case_id, kind, part, due_on, process_director");
    sql.push(TO_BE_DONE);
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
        let part = part.map(Part::stored).unwrap_or_default();
        sql.push(" and (due_on, case_id, kind, part) > (").push_bind(due_on.0).push(", ").push_bind(case);
        sql.push(", ").push_bind(kind.0.code()).push(", ").push_bind(part).push(")");
    }
    sql.push(" order by due_on, case_id, kind, part limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let items = stored.into_iter().map(Item::of).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, Item::key))
}

/// The cases of which work was due on one of these days: after the first, up to and including the last; and those of
/// which it was due before, but waited until one of these days.
///
/// # Errors
/// When the database fails.
pub async fn overdue(
    pool: &PgPool,
    after: Option<NaiveDate>,
    until: NaiveDate,
) -> Result<Vec<CaseId>, QueryError> {
    let mut sql = QueryBuilder::new("select distinct case_id");
    sql.push(TO_BE_DONE).push(" and due_on <= ").push_bind(until);
    if let Some(after) = after {
        sql.push(" and greatest(due_on, waited_until) > ").push_bind(after);
    }
    sql.push(" order by case_id");
    let cases: Vec<Uuid> = sql.build_query_scalar().fetch_all(pool).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}

impl Item {
    fn key(&self) -> Key {
        (Day(self.due_on), self.case_id, Listed(self.kind), self.part)
    }

    fn of(row: Stored) -> Result<Self, QueryError> {
        let kind = coded("worklist", row.kind)?;
        Ok(Self {
            case_id: row.case_id,
            kind,
            part: Part::of(kind, row.part)?,
            due_on: row.due_on,
            process_director: row.process_director,
        })
    }
}

impl Part {
    fn of(kind: WorkKind, stored: String) -> Result<Option<Self>, QueryError> {
        Ok(match kind {
            WorkKind::MonitoringContact => Some(Self::Moment(Listed(coded("worklist", stored)?))),
            WorkKind::SuspectAtZsm => Some(Self::Day(Day(day(&stored)?))),
            WorkKind::InformationOwed
            | WorkKind::AgreementDue
            | WorkKind::LinkedReportToAssess
            | WorkKind::MeetingToPlan => Some(Self::Id(id(&stored)?)),
            _ => None,
        })
    }

    fn stored(self) -> String {
        match self {
            Self::Moment(moment) => moment.0.code().to_owned(),
            Self::Day(day) => day.0.to_string(),
            Self::Id(id) => id.to_string(),
        }
    }
}

fn id(stored: &str) -> Result<Uuid, QueryError> {
    stored.parse().map_err(|_| QueryError::Unreadable("worklist"))
}

fn day(stored: &str) -> Result<NaiveDate, QueryError> {
    stored.parse().map_err(|_| QueryError::Unreadable("worklist"))
}
