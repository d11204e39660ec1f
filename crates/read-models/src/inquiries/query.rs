//! Asking for inquiries.

use chrono::NaiveDate;
use schakel_domain::code::Code;
use schakel_domain::inquiry::InquiryKind;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, Listed, one_more};
use crate::{Cursor, Page, QueryError};

/// Which inquiries are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these kinds.
    pub kinds: Vec<String>,
    /// Of this day or later.
    pub from: Option<NaiveDate>,
    /// Of this day or earlier.
    pub until: Option<NaiveDate>,
}

/// One inquiry.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity.
    pub inquiry_id: Uuid,
    /// For what.
    pub kind: InquiryKind,
    /// The day.
    pub on: NaiveDate,
    /// Which organisation asked.
    pub organisation: Option<String>,
    /// With which partner contact was sought.
    pub partner: Option<String>,
    /// The municipality that it was about.
    pub municipality: Option<String>,
    /// The theme.
    pub theme: Option<String>,
}

#[derive(FromRow)]
struct Stored {
    inquiry_id: Uuid,
    #[sqlx(try_from = "String")]
    kind: Listed<InquiryKind>,
    on_day: NaiveDate,
    organisation: Option<String>,
    partner: Option<String>,
    municipality: Option<String>,
    theme: Option<String>,
}

#[derive(FromRow)]
struct Counted {
    #[sqlx(try_from = "String")]
    kind: Listed<InquiryKind>,
    number: i64,
}

/// The last inquiry of a page.
pub type Key = (Day, Uuid);

/// A page of the inquiries, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let mut sql = QueryBuilder::new("select * from inquiry where true");
    filter.restrict(&mut sql);
    if let Some((day, inquiry)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (on_day, inquiry_id) < (").push_bind(day.0).push(", ").push_bind(inquiry).push(")");
    }
    sql.push(" order by on_day desc, inquiry_id desc limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    Ok(Page::of(stored.into_iter().map(Row::of).collect(), limit, Row::key))
}

/// How many there are of each kind; none of a kind is told as such.
///
/// # Errors
/// When the database fails.
pub async fn count(
    connection: &mut PgConnection,
    filter: &Filter,
) -> Result<Vec<(InquiryKind, u64)>, QueryError> {
    let mut sql = QueryBuilder::new("select kind, count(*) as number from inquiry where true");
    filter.restrict(&mut sql);
    sql.push(" group by kind");
    let counted = sql.build_query_as::<Counted>().fetch_all(connection).await?;
    let of = |kind| {
        let found = counted.iter().find(|counted| counted.kind.0 == kind);
        found.map_or(0, |counted| counted.number.cast_unsigned())
    };
    Ok(InquiryKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect())
}

impl Filter {
    fn restrict(&self, sql: &mut QueryBuilder<'_, Postgres>) {
        if !self.kinds.is_empty() {
            sql.push(" and kind = any(").push_bind(self.kinds.clone()).push(")");
        }
        if let Some(from) = self.from {
            sql.push(" and on_day >= ").push_bind(from);
        }
        if let Some(until) = self.until {
            sql.push(" and on_day <= ").push_bind(until);
        }
    }
}

impl Row {
    fn key(&self) -> Key {
        (Day(self.on), self.inquiry_id)
    }

    fn of(row: Stored) -> Self {
        Self {
            inquiry_id: row.inquiry_id,
            kind: row.kind.0,
            on: row.on_day,
            organisation: row.organisation,
            partner: row.partner,
            municipality: row.municipality,
            theme: row.theme,
        }
    }
}
