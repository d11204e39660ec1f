//! Asking how long cases are kept.

use chrono::NaiveDate;
use schakel_connections::Pool;
use schakel_domain::CaseId;
use schakel_domain::case::ErasureCode;
use schakel_domain::region::Region;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, one_more};
use crate::sealed::coded;
use crate::{Cursor, Page, QueryError};

/// The region's terms, in years: per meeting type that has one of its own, and for all others.
#[derive(Clone, Debug)]
pub struct Terms {
    meeting_types: Vec<String>,
    years: Vec<i32>,
    otherwise: i32,
}

impl Terms {
    /// The terms of this region.
    pub fn of(region: &Region) -> Self {
        let own = region.meeting_types.iter().filter_map(|meeting_type| {
            Some((meeting_type.code.to_string(), meeting_type.retention_years?.cast_signed()))
        });
        let (meeting_types, years) = own.unzip();
        Self { meeting_types, years, otherwise: region.retention_years.cast_signed() }
    }

    /// The closed cases, each with the day until which it is kept.
    fn closed(&self) -> QueryBuilder<'static, Postgres> {
        let mut sql = QueryBuilder::new(
            "select * from (
                 select retention.*, coalesce(extended_until,
                     (closed_on + make_interval(years => coalesce(term.years, ",
        );
        sql.push_bind(self.otherwise).push(")))::date) as retained_until from retention left join unnest(");
        sql.push_bind(self.meeting_types.clone()).push("::text[], ").push_bind(self.years.clone());
        sql.push(
            "::integer[]) as term (meeting_type, years) using (meeting_type) where closed_on is not null",
        );
        sql.push(") as closed where true");
        sql
    }
}

/// Which closed cases are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Whose data is there still, and whose term ends on this day or earlier.
    pub due_until: Option<NaiveDate>,
    /// Whether the data was erased.
    pub erased: Option<bool>,
}

/// How long one closed case is kept.
#[derive(Clone, Debug)]
pub struct Item {
    /// The case.
    pub case: CaseId,
    /// The kind of meeting whose agenda it was last on.
    pub meeting_type: Option<String>,
    /// The day of closing.
    pub closed_on: NaiveDate,
    /// The day until which it is kept, if nothing comes between.
    pub retained_until: NaiveDate,
    /// Whether its term was extended.
    pub extended: bool,
    /// Whether a legal hold keeps it.
    pub legal_hold: bool,
    /// The end of its data, if it came.
    pub erasure: Option<Erasure>,
}

/// The end of a case's data.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The day.
    pub on: NaiveDate,
    /// On what ground.
    pub ground: ErasureCode,
    /// How many keys were destroyed, once that is proven.
    pub keys_destroyed: Option<i64>,
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    meeting_type: Option<String>,
    closed_on: NaiveDate,
    retained_until: NaiveDate,
    extended_until: Option<NaiveDate>,
    legal_hold: bool,
    erased_on: Option<NaiveDate>,
    erasure_ground: Option<String>,
    keys_destroyed: Option<i64>,
}

/// The last row of a page, by what the list is sorted on.
pub type Key = (Day, Uuid);

/// A page of closed cases, the earliest closed first; no shielded ones (HANDBOOK §4).
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    terms: &Terms,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Item>, QueryError> {
    let mut sql = terms.closed();
    sql.push(" and not shielded");
    if let Some(day) = filter.due_until {
        sql.push(" and erased_on is null and retained_until <= ").push_bind(day);
    }
    if let Some(erased) = filter.erased {
        sql.push(" and (erased_on is not null) = ").push_bind(erased);
    }
    if let Some((Day(day), case)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (closed_on, case_id) > (").push_bind(day).push(", ").push_bind(case).push(")");
    }
    sql.push(" order by closed_on, case_id limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let Page { items, next } = Page::of(stored, limit, |row| (Day(row.closed_on), row.case_id));
    Ok(Page { items: items.into_iter().map(Item::of).collect::<Result<_, _>>()?, next })
}

/// The cases whose term has passed on this day and that no legal hold keeps, the longest due first; shielded
/// ones too, so for the sweep and for no answer.
///
/// # Errors
/// When the database fails.
pub async fn due(pool: &Pool, terms: &Terms, today: NaiveDate) -> Result<Vec<CaseId>, QueryError> {
    let mut sql = terms.closed();
    sql.push(" and erased_on is null and not legal_hold and retained_until <= ").push_bind(today);
    sql.push(" order by retained_until, case_id");
    let due = sql.build_query_as::<Stored>().fetch_all(&mut *pool.lend().await?).await?;
    Ok(due.into_iter().map(|row| CaseId(row.case_id)).collect())
}

/// The erased cases of which nothing proves yet that their keys are destroyed; shielded ones too.
///
/// # Errors
/// When the database fails.
pub async fn unproven(pool: &Pool) -> Result<Vec<CaseId>, QueryError> {
    let unproven = "select case_id from retention where erased_on is not null and keys_destroyed is null";
    let cases: Vec<Uuid> = sqlx::query_scalar(unproven).fetch_all(&mut *pool.lend().await?).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}

impl Item {
    fn of(row: Stored) -> Result<Self, QueryError> {
        let ground = row.erasure_ground.map(|code| coded("retention", code)).transpose()?;
        let erasure = row.erased_on.zip(ground).map(|(on, ground)| Erasure {
            on,
            ground,
            keys_destroyed: row.keys_destroyed,
        });
        Ok(Self {
            case: CaseId(row.case_id),
            meeting_type: row.meeting_type,
            closed_on: row.closed_on,
            retained_until: row.retained_until,
            extended: row.extended_until.is_some(),
            legal_hold: row.legal_hold,
            erasure,
        })
    }
}
