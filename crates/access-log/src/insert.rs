//! One statement for many records: the records, their messages, and the head.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::chain::{ChainKey, Head, Mac};
use crate::record::{Record, Subject};

/// Nothing is inserted when the head is not the one that the chain was built on.
const INSERT: &str = "\
with head as (
    update access_log.head set seq = $1, mac = $2
    where writer = $3 and seq = $4 and mac = $5
    returning writer
), epoch as (
    select epoch from access_log.log_epoch
), messages as (
    insert into access_log.message (writer, epoch, seq, number, recipient, case_id)
    select head.writer, epoch.epoch, message.*
    from head, epoch, unnest($28::int8[], $29::int4[], $30::text[], $31::uuid[]) message
)
insert into access_log.record
    (writer, epoch, seq, mac, started_at, ended_at, trace_id, span_id, parent_span_id, action, decision,
     reason, status, policy, account, organisation, client, purpose, reference, subject_type, subject,
     found, roles, categories)
select head.writer, epoch.epoch, seq, mac, started_at, ended_at, trace_id, span_id, parent_span_id, action,
       decision, reason, status, policy, account, organisation, client, purpose, reference, subject_type,
       subject, found, roles::text[], categories::text[]
from head, epoch, unnest(
    $6::int8[], $7::bytea[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[],
    $21::text[], $22::text[], $23::text[], $24::text[], $25::bool[], $26::text[], $27::text[])
    record (seq, mac, started_at, ended_at, trace_id, span_id, parent_span_id,
            action, decision, reason, status, policy, account, organisation, client,
            purpose, reference, subject_type, subject, found, roles, categories)";

/// Columns of a batch, and the head after it.
pub(crate) struct Batch<'a> {
    before: Head,
    after: Head,
    seqs: Vec<i64>,
    macs: Vec<Mac>,
    records: Vec<&'a Record>,
}

impl<'a> Batch<'a> {
    /// The records as the next ones of the chain.
    pub fn new(key: &ChainKey, before: Head, records: impl Iterator<Item = &'a Record>) -> Self {
        let mut batch =
            Self { before, after: before, seqs: Vec::new(), macs: Vec::new(), records: Vec::new() };
        for record in records {
            let Head { writer, seq, mac } = batch.after;
            let seq = seq + 1;
            batch.after = Head { writer, seq, mac: key.link(&mac, writer, seq, record) };
            batch.seqs.push(seq);
            batch.macs.push(batch.after.mac);
            batch.records.push(record);
        }
        batch
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Writes it and commits; answers the new head, or `None` when the head is not the one it builds on.
    pub async fn insert(&self, connection: &mut PgConnection) -> Result<Option<Head>, sqlx::Error> {
        let (before, after) = (self.before, self.after);
        let messages = self.messages();
        let inserted = sqlx::query(INSERT)
            .bind(after.seq)
            .bind(&after.mac[..])
            .bind(before.writer)
            .bind(before.seq)
            .bind(&before.mac[..])
            .bind(&self.seqs)
            .bind(self.macs.iter().map(|mac| &mac[..]).collect::<Vec<_>>())
            .bind(self.times(|record| record.started_at))
            .bind(self.times(|record| record.ended_at))
            .bind(self.texts(|record| &record.trace_id))
            .bind(self.texts(|record| &record.span_id))
            .bind(self.optional(|record| record.parent_span_id.as_deref()))
            .bind(self.texts(|record| &record.action))
            .bind(self.texts(|record| record.decision.code()))
            .bind(self.optional(|record| record.reason.as_deref()))
            .bind(self.texts(|record| &record.status))
            .bind(self.texts(|record| &record.policy))
            .bind(self.texts(|record| &record.account))
            .bind(self.texts(|record| &record.organisation))
            .bind(self.optional(|record| record.client.as_deref()))
            .bind(self.optional(|record| record.purpose.as_deref()))
            .bind(self.optional(|record| record.reference.as_deref()))
            .bind(self.optional(|record| record.subject.as_ref().map(|Subject { kind, .. }| kind.as_str())))
            .bind(self.optional(|record| record.subject.as_ref().map(|Subject { id, .. }| id.as_str())))
            .bind(self.records.iter().map(|record| record.found).collect::<Vec<_>>())
            .bind(self.lists(|record| &record.roles))
            .bind(self.lists(|record| &record.categories))
            .bind(messages.seqs)
            .bind(messages.numbers)
            .bind(messages.recipients)
            .bind(messages.cases)
            .execute(connection)
            .await?;
        Ok((inserted.rows_affected() == self.len() as u64).then_some(after))
    }

    fn times(&self, of: impl Fn(&Record) -> DateTime<Utc>) -> Vec<DateTime<Utc>> {
        self.records.iter().map(|record| of(record)).collect()
    }

    fn texts(&self, of: impl Fn(&'a Record) -> &'a str) -> Vec<&'a str> {
        self.records.iter().map(|record| of(record)).collect()
    }

    fn optional(&self, of: impl Fn(&'a Record) -> Option<&'a str>) -> Vec<Option<&'a str>> {
        self.records.iter().map(|record| of(record)).collect()
    }

    fn lists(&self, of: impl Fn(&'a Record) -> &'a [String]) -> Vec<String> {
        self.records.iter().map(|record| array(of(record))).collect()
    }

    fn messages(&self) -> Messages<'a> {
        let mut columns = Messages::default();
        for (seq, record) in self.seqs.iter().zip(&self.records) {
            for (number, message) in (0..).zip(&record.messages) {
                columns.seqs.push(*seq);
                columns.numbers.push(number);
                columns.recipients.push(&message.recipient);
                columns.cases.push(message.case_id);
            }
        }
        columns
    }
}

#[derive(Default)]
struct Messages<'a> {
    seqs: Vec<i64>,
    numbers: Vec<i32>,
    recipients: Vec<&'a str>,
    cases: Vec<Uuid>,
}

/// PostgreSQL's text of an array: `unnest` would flatten an array of arrays.
fn array(texts: &[String]) -> String {
    let quoted = |text: &String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    format!("{{{}}}", texts.iter().map(quoted).collect::<Vec<_>>().join(","))
}
