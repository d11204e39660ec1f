//! Asking for notices.

use chrono::{DateTime, Utc};
use schakel_domain::code::Code;
use sqlx::{FromRow, PgConnection, QueryBuilder};
use uuid::Uuid;

use crate::notices::NoticeKind;
use crate::page::Listed;
use crate::{Cursor, QueryError};

/// One notice.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its place, to ask for what came after it.
    pub cursor: Option<Cursor>,
    /// What it says.
    pub kind: NoticeKind,
    /// The case that the reader is concerned with.
    pub case_id: Option<Uuid>,
    /// Another case that it is about: the new report.
    pub about: Option<Uuid>,
    /// The person that it is about, where it is about no case.
    pub person_id: Option<Uuid>,
    /// For what purpose somebody was looked up.
    pub purpose: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The last notice of a page: its place in the log, its kind, and its case or person.
pub type Key = (i32, u64, i64, Listed<NoticeKind>, Uuid);

#[derive(FromRow)]
struct Stored {
    epoch: i32,
    #[sqlx(try_from = "i64")]
    tx_id: u64,
    position: i64,
    #[sqlx(try_from = "String")]
    kind: Listed<NoticeKind>,
    case_id: Option<Uuid>,
    about: Option<Uuid>,
    person_id: Option<Uuid>,
    matter: Uuid,
    at: DateTime<Utc>,
}

impl Stored {
    fn key(&self) -> Key {
        (self.epoch, self.tx_id, self.position, self.kind, self.matter)
    }
}

impl From<Stored> for Notice {
    fn from(row: Stored) -> Self {
        Self {
            cursor: None,
            kind: row.kind.0,
            case_id: row.case_id,
            about: row.about,
            person_id: row.person_id,
            purpose: None,
            at: row.at,
        }
    }
}

/// What is new for this account after this key, in the order in which it happened, so many at the most;
/// each with its own key.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    recipient: &str,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<(Key, Notice)>, QueryError> {
    let mut sql = QueryBuilder::new(
        "select epoch, tx_id::text::bigint as tx_id, position, kind, case_id, about, person_id, matter, at
         from notice where recipient = ",
    );
    sql.push_bind(recipient.to_owned());
    if let Some((epoch, tx_id, position, kind, matter)) = after {
        sql.push(" and (epoch, notice.tx_id, position, kind, matter) > (").push_bind(epoch).push(", ");
        sql.push_bind(tx_id.to_string()).push("::text::xid8, ").push_bind(position).push(", ");
        sql.push_bind(kind.0.code()).push(", ").push_bind(matter).push(")");
    }
    sql.push(" order by epoch, notice.tx_id, position, kind, matter limit ");
    sql.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    Ok(stored.into_iter().map(|row| (row.key(), Notice::from(row))).collect())
}

/// The cases that this account held or directed, and does so no more.
///
/// # Errors
/// When the database fails.
pub async fn left_by(connection: &mut PgConnection, account: &str) -> Result<Vec<Uuid>, QueryError> {
    let left = sqlx::query_scalar("select case_id from notice_left where recipient = $1").bind(account);
    Ok(left.fetch_all(connection).await?)
}
