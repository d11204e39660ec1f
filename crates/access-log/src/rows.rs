//! Reading rows back.

use std::collections::HashMap;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use crate::chain::{Head, Mac};
use crate::record::{Decision, Key, Message, Record, Stored, Subject};

/// The columns that [`record`] reads.
pub(crate) const COLUMNS: &str = "\
record.epoch, record.tx_id::text as tx_id, record.writer, record.seq, started_at, ended_at, trace_id, span_id,
parent_span_id, action, decision, reason, status, policy, account, organisation, client, roles, purpose,
reference, subject_type, subject, found, categories, mac";

/// A record, without its messages.
pub(crate) fn record(row: &PgRow) -> Result<Stored, sqlx::Error> {
    Ok(Stored {
        key: key(row)?,
        record: Record {
            started_at: row.try_get("started_at")?,
            ended_at: row.try_get("ended_at")?,
            trace_id: row.try_get("trace_id")?,
            span_id: row.try_get("span_id")?,
            parent_span_id: row.try_get("parent_span_id")?,
            action: row.try_get("action")?,
            decision: decision(row)?,
            reason: row.try_get("reason")?,
            status: row.try_get("status")?,
            policy: row.try_get("policy")?,
            account: row.try_get("account")?,
            organisation: row.try_get("organisation")?,
            client: row.try_get("client")?,
            roles: row.try_get("roles")?,
            purpose: row.try_get("purpose")?,
            reference: row.try_get("reference")?,
            subject: subject(row)?,
            found: row.try_get("found")?,
            categories: row.try_get("categories")?,
            messages: Vec::new(),
        },
    })
}

/// Where a row stands, from the columns `epoch`, `tx_id` (as text), `writer` and `seq`.
pub(crate) fn key(row: &PgRow) -> Result<Key, sqlx::Error> {
    let tx_id: String = row.try_get("tx_id")?;
    Ok(Key {
        epoch: row.try_get("epoch")?,
        tx_id: tx_id.parse().map_err(|error| undecodable("tx_id", error))?,
        writer: row.try_get("writer")?,
        seq: row.try_get("seq")?,
    })
}

fn decision(row: &PgRow) -> Result<Decision, sqlx::Error> {
    let code: &str = row.try_get("decision")?;
    Decision::from_code(code).ok_or_else(|| undecodable("decision", "no such code"))
}

fn subject(row: &PgRow) -> Result<Option<Subject>, sqlx::Error> {
    let (kind, id): (Option<String>, Option<String>) =
        (row.try_get("subject_type")?, row.try_get("subject")?);
    Ok(kind.zip(id).map(|(kind, id)| Subject { kind, id }))
}

/// The hash of a row; one of another length is no hash of this log.
pub(crate) fn mac(row: &PgRow) -> Result<Mac, sqlx::Error> {
    let bytes: &[u8] = row.try_get("mac")?;
    Ok(bytes.try_into().unwrap_or_default())
}

fn undecodable(column: &str, reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: reason.into() }
}

/// A row of `access_log.head`.
pub(crate) fn head(row: &PgRow) -> Result<Head, sqlx::Error> {
    Ok(Head { writer: row.try_get("writer")?, seq: row.try_get("seq")?, mac: mac(row)? })
}

/// All heads, by writer.
pub(crate) async fn heads(connection: &mut PgConnection) -> Result<Vec<Head>, sqlx::Error> {
    let rows = sqlx::query("select writer, seq, mac from access_log.head order by writer");
    rows.fetch_all(connection).await?.iter().map(head).collect()
}

/// Gives the records their messages.
pub(crate) async fn add_messages(
    connection: &mut PgConnection,
    records: &mut [Stored],
) -> Result<(), sqlx::Error> {
    let (writers, seqs): (Vec<_>, Vec<_>) =
        records.iter().map(|stored| (stored.key.writer, stored.key.seq)).unzip();
    let rows = sqlx::query(
        "select writer, seq, recipient, case_id from access_log.message
         join unnest($1::int4[], $2::int8[]) wanted (writer, seq) using (writer, seq)
         order by writer, seq, number",
    )
    .bind(writers)
    .bind(seqs)
    .fetch_all(connection)
    .await?;
    let mut messages: HashMap<(i32, i64), Vec<Message>> = HashMap::new();
    for row in &rows {
        let place = (row.try_get("writer")?, row.try_get("seq")?);
        let message = Message { recipient: row.try_get("recipient")?, case_id: row.try_get("case_id")? };
        messages.entry(place).or_default().push(message);
    }
    for stored in records {
        let place = (stored.key.writer, stored.key.seq);
        stored.record.messages = messages.remove(&place).unwrap_or_default();
    }
    Ok(())
}
