//! Whether the log still says what was written: follows each writer's chain from its beginning to its
//! head, and to anchors that were kept outside (NORMS §4).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;

use schakel_connections::Pool;
use sqlx::postgres::PgRow;
use sqlx::{Executor, PgConnection, Row};

use crate::chain::{ChainKey, Head, Mac};
use crate::error::AccessLogError;
use crate::record::{Record, Stored};
use crate::rows::{self, COLUMNS, add_messages, heads};

/// How many records are in memory at a time.
const BATCH: i64 = 1000;
/// How many findings are kept; the rest only adds to what is known by then.
const MOST_FINDINGS: usize = 10_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many records there are.
    pub records: u64,
    /// How many writers.
    pub writers: usize,
    /// What is wrong, by writer; the first ten thousand.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Number of the writer.
    pub writer: i32,
    /// Numbers of the records.
    pub records: RangeInclusive<i64>,
    /// What is wrong with them.
    pub what: Tampering,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (writer, first, last) = (self.writer, self.records.start(), self.records.end());
        match last - first {
            0 => write!(f, "writer {writer}, record {first}: {}", self.what),
            _ => write!(f, "writer {writer}, records {first} to {last}: {}", self.what),
        }
    }
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Tampering {
    /// The record is gone.
    #[error("not there")]
    Missing,
    /// It is not what was written here: changed, swapped with another, or inserted.
    #[error("not what was written")]
    Changed,
    /// It stands where no record can stand, or beyond the head: inserted, or the head was set back.
    #[error("beyond what the writer's head says was written")]
    BeyondHead,
    /// The head names another record.
    #[error("not the record that the writer's head names")]
    HeadDiffers,
    /// The writer's head is gone.
    #[error("the writer's head is gone")]
    HeadMissing,
    /// Nothing of the writer is left. Numbers of writers have no gaps.
    #[error("the whole writer is gone")]
    WriterMissing,
    /// An anchor names another record.
    #[error("not the record that the anchor names")]
    AnchorDiffers,
    /// The transaction does not fit the place in the chain: questions would miss the record.
    #[error("its transaction was changed")]
    Misplaced,
    /// A message does not fit its record, or has none.
    #[error("a message does not fit its record")]
    MessageMisplaced,
}

/// Follows all chains, in one snapshot: writers may go on meanwhile. `anchors` are heads that were kept
/// outside; without them, a log that was cut shorter together with its heads looks whole.
///
/// # Errors
/// When the database does not answer. What was tampered with is no error.
pub async fn verify(pool: &Pool, key: &ChainKey, anchors: &[Head]) -> Result<Verification, AccessLogError> {
    let mut work = pool.lend().await?.reading().await?;
    // However long the log is.
    work.execute(
        "set transaction isolation level repeatable read, read only; set local statement_timeout = 0",
    )
    .await?;
    let mut walk = Walk::new(key, &heads(&mut work).await?, anchors, Bounds::read(&mut work).await?);
    let mut last = (i32::MIN, i64::MIN);
    loop {
        let rows = next_rows(&mut work, last).await?;
        let Some(row) = rows.last() else {
            break;
        };
        last = (row.writer, row.seq);
        rows.into_iter().for_each(|row| walk.step(row));
    }
    walk.messages(&misplaced_messages(&mut work).await?);
    Ok(walk.finish())
}

/// A row as it was found; without a record when it cannot be one that was written.
struct Found {
    writer: i32,
    seq: i64,
    place: (i32, u64),
    mac: Mac,
    record: Option<Record>,
}

async fn next_rows(
    connection: &mut PgConnection,
    (writer, seq): (i32, i64),
) -> Result<Vec<Found>, sqlx::Error> {
    let rows = sqlx::query(&format!(
        "select {COLUMNS} from access_log.record where (writer, seq) > ($1, $2)
         order by writer, seq limit {BATCH}"
    ))
    .bind(writer)
    .bind(seq)
    .fetch_all(&mut *connection)
    .await?;
    let mut records: Vec<Stored> = rows.iter().filter_map(|row| rows::record(row).ok()).collect();
    add_messages(connection, &mut records).await?;
    let mut records: BTreeMap<_, _> =
        records.into_iter().map(|Stored { key, record }| ((key.writer, key.seq), record)).collect();
    rows.iter()
        .map(|row| {
            let key = rows::key(row)?;
            Ok(Found {
                writer: key.writer,
                seq: key.seq,
                place: (key.epoch, key.tx_id),
                mac: rows::mac(row)?,
                record: records.remove(&(key.writer, key.seq)),
            })
        })
        .collect()
}

/// A message stands where its record does, and its number counts from 0 there. What it says is part of
/// the record's chain.
async fn misplaced_messages(connection: &mut PgConnection) -> Result<Vec<(i32, i64)>, sqlx::Error> {
    let place = |row: PgRow| Ok((row.try_get("writer")?, row.try_get("seq")?));
    sqlx::query(&format!(
        "select distinct message.writer, message.seq
         from (select *, row_number() over (partition by writer, seq order by number) - 1 as expected
               from access_log.message) message
         left join access_log.record using (writer, seq)
         where number <> expected
            or (message.epoch, message.tx_id) is distinct from (record.epoch, record.tx_id)
         order by 1, 2 limit {MOST_FINDINGS}"
    ))
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(place)
    .collect()
}

/// Between which places a record can stand that questions find.
struct Bounds {
    epoch: i32,
    next_tx: u64,
}

impl Bounds {
    async fn read(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let (epoch, next_tx): (i32, String) = sqlx::query_as(
            "select epoch, pg_snapshot_xmax(pg_current_snapshot())::text from access_log.log_epoch",
        )
        .fetch_one(connection)
        .await?;
        Ok(Self { epoch, next_tx: next_tx.parse().unwrap_or(u64::MAX) })
    }

    fn hold(&self, place: (i32, u64)) -> bool {
        place.0 > 0 && (place.0 < self.epoch || place < (self.epoch, self.next_tx))
    }
}

/// How far the chain of one writer has been followed.
struct Chain {
    writer: i32,
    seq: i64,
    place: (i32, u64),
    /// On which hashes the next record may build: that of the row, and that of what the row says. A single
    /// change then shows where it is, and nowhere else.
    links: [Mac; 2],
}

impl Chain {
    fn begin(key: &ChainKey, writer: i32) -> Self {
        Self { writer, seq: 0, place: (0, 0), links: [key.genesis(writer); 2] }
    }
}

struct Walk<'a> {
    key: &'a ChainKey,
    heads: BTreeMap<i32, Head>,
    anchors: BTreeMap<i32, Vec<Head>>,
    bounds: Bounds,
    seen: BTreeSet<i32>,
    chain: Option<Chain>,
    records: u64,
    findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn new(key: &'a ChainKey, heads: &[Head], anchors: &[Head], bounds: Bounds) -> Self {
        let mut by_writer: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for anchor in anchors {
            by_writer.entry(anchor.writer).or_default().push(*anchor);
        }
        Self {
            key,
            heads: heads.iter().map(|head| (head.writer, *head)).collect(),
            anchors: by_writer,
            bounds,
            seen: BTreeSet::new(),
            chain: None,
            records: 0,
            findings: Vec::new(),
        }
    }

    /// Takes the next row, in order of writer and number.
    fn step(&mut self, row: Found) {
        self.records += 1;
        let chain = match self.chain.take() {
            Some(chain) if chain.writer == row.writer => chain,
            ended => {
                ended.iter().for_each(|chain| self.end(chain));
                self.begin(row.writer)
            }
        };
        self.chain = Some(self.follow(chain, &row));
    }

    fn begin(&mut self, writer: i32) -> Chain {
        self.seen.insert(writer);
        let chain = Chain::begin(self.key, writer);
        self.compare_with_promises(writer, 0, &chain.links[0]);
        chain
    }

    fn follow(&mut self, chain: Chain, row: &Found) -> Chain {
        let Found { writer, seq, place, mac, .. } = *row;
        if seq <= chain.seq {
            // Chains begin at 1.
            self.found(writer, seq..=seq, Tampering::BeyondHead);
            return chain;
        }
        let computed = self.check_link(&chain, row);
        let is_possible = self.bounds.hold(place);
        if place < chain.place || !is_possible {
            self.found(writer, seq..=seq, Tampering::Misplaced);
        }
        if self.heads.get(&writer).is_some_and(|head| head.seq < seq) {
            self.found(writer, seq..=seq, Tampering::BeyondHead);
        }
        self.compare_with_promises(writer, seq, &mac);
        let place = if is_possible { place } else { chain.place };
        Chain { writer, seq, place, links: [mac, computed.unwrap_or(mac)] }
    }

    /// Answers the hash that the row should have, if that can be known.
    fn check_link(&mut self, chain: &Chain, row: &Found) -> Option<Mac> {
        let Found { writer, seq, .. } = *row;
        if seq > chain.seq + 1 {
            // Whether this one was changed too cannot be told without the one before it.
            self.found(writer, chain.seq + 1..=seq - 1, Tampering::Missing);
            return None;
        }
        let record = row.record.as_ref();
        let hashes = record.map(|record| chain.links.map(|link| self.key.link(&link, writer, seq, record)));
        if !hashes.is_some_and(|hashes| hashes.contains(&row.mac)) {
            self.found(writer, seq..=seq, Tampering::Changed);
        }
        hashes.map(|[built_on_row, _]| built_on_row)
    }

    /// What head and anchors say of this record.
    fn compare_with_promises(&mut self, writer: i32, seq: i64, mac: &Mac) {
        let differs = |promise: &Head| promise.seq == seq && promise.mac != *mac;
        if self.heads.get(&writer).is_some_and(differs) {
            self.found(writer, seq..=seq, Tampering::HeadDiffers);
        }
        if self.anchors.get(&writer).is_some_and(|anchors| anchors.iter().any(differs)) {
            self.found(writer, seq..=seq, Tampering::AnchorDiffers);
        }
    }

    /// The chain must reach as far as its head and every anchor say.
    fn end(&mut self, chain: &Chain) {
        let Chain { writer, seq, .. } = *chain;
        let head = self.heads.get(&writer);
        if head.is_none() {
            self.found(writer, seq..=seq, Tampering::HeadMissing);
        }
        let anchors = self.anchors.get(&writer).into_iter().flatten();
        let promised = anchors.chain(self.heads.get(&writer)).map(|promise| promise.seq).max();
        if let Some(promised) = promised.filter(|promised| *promised > seq) {
            self.found(writer, seq + 1..=promised, Tampering::Missing);
        }
    }

    fn messages(&mut self, misplaced: &[(i32, i64)]) {
        for (writer, seq) in misplaced {
            self.found(*writer, *seq..=*seq, Tampering::MessageMisplaced);
        }
    }

    fn finish(mut self) -> Verification {
        if let Some(chain) = self.chain.take() {
            self.end(&chain);
        }
        let promised: BTreeSet<_> = self.heads.keys().chain(self.anchors.keys()).copied().collect();
        for writer in promised.difference(&self.seen.clone()) {
            let chain = self.begin(*writer);
            self.end(&chain);
        }
        self.find_missing_writers();
        self.findings.sort_by_key(|finding| (finding.writer, *finding.records.start(), finding.what));
        Verification { records: self.records, writers: self.seen.len(), findings: self.findings }
    }

    fn find_missing_writers(&mut self) {
        let mut expected = 1;
        for writer in self.seen.clone() {
            let missing = expected..writer;
            missing.take(MOST_FINDINGS).for_each(|gone| self.found(gone, 0..=0, Tampering::WriterMissing));
            expected = writer.saturating_add(1);
        }
    }

    /// Adds to a finding of the same kind just before it, if there is one.
    fn found(&mut self, writer: i32, records: RangeInclusive<i64>, what: Tampering) {
        let is_full = self.findings.len() >= MOST_FINDINGS;
        let continued = self.findings.iter_mut().rev().take(4).find(|finding| {
            let is_next = finding.records.end().checked_add(1) == Some(*records.start());
            finding.writer == writer && finding.what == what && is_next
        });
        match continued {
            Some(finding) => finding.records = *finding.records.start()..=*records.end(),
            None if is_full => {}
            None => self.findings.push(Finding { writer, records, what }),
        }
    }
}
