//! Questions to the log: who saw what of this person, and what did this account do?
//!
//! Transactions commit out of order, so records sort by transaction, and only transactions below the
//! horizon, the oldest that is still running, are read: whoever goes on from a key misses nothing.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row};
use uuid::Uuid;

use crate::error::AccessLogError;
use crate::log::AccessLog;
use crate::record::{Key, LookedUp, MessageKey, Stored, Subject};
use crate::rows::{self, COLUMNS, add_messages};

/// Which records are wanted. What is left out does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// About any of these persons.
    pub subjects: Option<Vec<Subject>>,
    /// About none of these, but that they were not found: whatever somebody asks in vain, they are answered
    /// the same.
    pub without: Vec<Subject>,
    /// Of this account.
    pub account: Option<String>,
    /// On behalf of this organisation.
    pub organisation: Option<String>,
    /// Answered at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Answered before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only those by which something went out.
    pub disclosed: bool,
    /// Whether all that is committed counts, though records that are still being written may sort before
    /// it: for whoever needs everything now, and does not go on from the last key later.
    pub unsettled: bool,
}

/// Some of the items that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, K> {
    /// The items, oldest first.
    pub items: Vec<T>,
    /// Where the next page begins after; `None` when this is the last.
    pub next: Option<K>,
}

impl<T, K> Page<T, K> {
    /// From one item more than the page holds, if there are as many.
    fn of(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let is_last = items.len() <= limit;
        items.truncate(limit);
        let next = items.last().filter(|_| !is_last).map(key);
        Self { items, next }
    }
}

impl AccessLog {
    /// The records that match, oldest first, after a key, at most `limit` (and one at least). Stable under
    /// writes: none that appears later sorts before the last one returned.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(
        &self,
        filter: &Filter,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Page<Stored, Key>, AccessLogError> {
        let limit = limit.max(1);
        let mut connection = self.pool().lend().await?;
        let found = select(filter, after.unwrap_or(Key::START), limit + 1)
            .build()
            .fetch_all(&mut *connection)
            .await?;
        let records = found.iter().map(rows::record).collect::<Result<_, _>>()?;
        let mut page = Page::of(records, limit, |stored: &Stored| stored.key);
        add_messages(&mut connection, &mut page.items).await?;
        Ok(page)
    }

    /// The messages for a recipient, oldest first, after a key, at most `limit` (and one at least), without
    /// those about some cases; as stable as [`AccessLog::find`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn messages(
        &self,
        recipient: &str,
        without: &[Uuid],
        after: Option<MessageKey>,
        limit: usize,
    ) -> Result<Page<LookedUp, MessageKey>, AccessLogError> {
        let limit = limit.max(1);
        let MessageKey { record, number } = after.unwrap_or(MessageKey { record: Key::START, number: 0 });
        let found = sqlx::query(MESSAGES)
            .bind(recipient)
            .bind(record.epoch)
            .bind(record.tx_text())
            .bind(record.writer)
            .bind(record.seq)
            .bind(number)
            .bind(sql_limit(limit + 1))
            .bind(without)
            .fetch_all(&mut *self.pool().lend().await?)
            .await?;
        let messages = found.iter().map(looked_up).collect::<Result<_, _>>()?;
        Ok(Page::of(messages, limit, |message: &LookedUp| message.key))
    }
}

const MESSAGES: &str = "\
select message.epoch, message.tx_id::text as tx_id, message.writer, message.seq, number, case_id,
       action, purpose, ended_at
from access_log.message join access_log.record using (writer, seq)
where recipient = $1 and case_id <> all($8)
  and (message.epoch, message.tx_id, message.writer, message.seq, number) > ($2, $3::text::xid8, $4, $5, $6)
  and (message.epoch < (select epoch from access_log.log_epoch)
       or message.tx_id < pg_snapshot_xmin(pg_current_snapshot()))
order by message.epoch, message.tx_id, message.writer, message.seq, number
limit $7";

/// Only the conditions that are there: so the planner sees which index serves. Sorted by the columns
/// themselves: a bare `tx_id` would be the text of the select list, in which 1000 sorts before 999.
fn select(filter: &Filter, after: Key, limit: usize) -> QueryBuilder<'_, Postgres> {
    let mut query = QueryBuilder::new(format!(
        "select {COLUMNS} from access_log.record
         where (record.epoch < (select epoch from access_log.log_epoch)
                or record.tx_id < pg_snapshot_xmin(pg_current_snapshot()) or "
    ));
    query.push_bind(filter.unsettled);
    query.push(") and (record.epoch, record.tx_id, record.writer, record.seq) > (");
    query.push_bind(after.epoch).push(", ").push_bind(after.tx_text()).push("::text::xid8, ");
    query.push_bind(after.writer).push(", ").push_bind(after.seq).push(")");
    if let Some(subjects) = &filter.subjects {
        query.push(" and (subject, subject_type) in (select * from ");
        push_subjects(&mut query, subjects);
        query.push(")");
    }
    if !filter.without.is_empty() {
        query.push(" and (status = 'not_found' or not exists (select from ");
        push_subjects(&mut query, &filter.without);
        query.push(" as it (id, kind) where it.id = subject and it.kind = subject_type))");
    }
    if let Some(account) = &filter.account {
        query.push(" and account = ").push_bind(account);
    }
    if let Some(organisation) = &filter.organisation {
        query.push(" and organisation = ").push_bind(organisation);
    }
    if filter.disclosed {
        query.push(" and categories <> '{}'");
    }
    if let Some(from) = filter.from {
        query.push(" and ended_at >= ").push_bind(from);
    }
    if let Some(until) = filter.until {
        query.push(" and ended_at < ").push_bind(until);
    }
    query.push(" order by record.epoch, record.tx_id, record.writer, record.seq limit ");
    query.push_bind(sql_limit(limit));
    query
}

fn push_subjects<'a>(query: &mut QueryBuilder<'a, Postgres>, subjects: &'a [Subject]) {
    let (kinds, ids): (Vec<_>, Vec<_>) =
        subjects.iter().map(|subject| (subject.kind.as_str(), subject.id.as_str())).unzip();
    query.push("unnest(").push_bind(ids).push("::text[], ").push_bind(kinds).push("::text[])");
}

fn looked_up(row: &PgRow) -> Result<LookedUp, sqlx::Error> {
    Ok(LookedUp {
        key: MessageKey { record: rows::key(row)?, number: row.try_get("number")? },
        case_id: row.try_get("case_id")?,
        action: row.try_get("action")?,
        purpose: row.try_get("purpose")?,
        at: row.try_get("ended_at")?,
    })
}

fn sql_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
