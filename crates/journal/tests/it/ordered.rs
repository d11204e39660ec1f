//! Guarantee 4: a reader that resumes from a place misses nothing, although transactions commit
//! out of order. Runs on a cluster of its own: the horizon is cluster-wide.

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use futures::future::join_all;
use schakel_embedded_postgres::Postgres;
use schakel_journal::{Journal, JournalError, Place};
use sqlx::{Connection, PgConnection, PgPool, Postgres as Db, Row, Transaction};

use crate::world::{World, end_of_log, note, open};

/// A reader that resumes from what it read last, and what it has read.
#[async_trait]
trait Reader: Send {
    /// Reads what there is now; answers whether there was anything.
    async fn step(&mut self) -> bool;
    fn seen(&self) -> &[i64];
}

/// The journal's own.
struct Ours {
    journal: Journal,
    after: Option<Place>,
    seen: Vec<i64>,
}

#[async_trait]
impl Reader for Ours {
    async fn step(&mut self) -> bool {
        let events = self.journal.read_log(self.after, 10).await.unwrap();
        for event in &events {
            assert!(Some(event.place) > self.after, "places only rise");
            self.after = Some(event.place);
            self.seen.push(event.place.position);
        }
        !events.is_empty()
    }

    fn seen(&self) -> &[i64] {
        &self.seen
    }
}

/// Negative controls: what one would write first, and what one would write next.
struct ByPosition {
    pool: PgPool,
    query: &'static str,
    after: i64,
    seen: Vec<i64>,
}

const BY_POSITION: &str =
    "select position from journal.events where position > $1 order by position limit 10";
const BY_POSITION_BELOW_THE_HORIZON: &str = "\
select position from journal.events
where position > $1 and tx_id < pg_snapshot_xmin(pg_current_snapshot())
order by position limit 10";

#[async_trait]
impl Reader for ByPosition {
    async fn step(&mut self) -> bool {
        let rows = sqlx::query(self.query).bind(self.after).fetch_all(&self.pool).await.unwrap();
        for row in &rows {
            self.after = row.get(0);
            self.seen.push(self.after);
        }
        !rows.is_empty()
    }

    fn seen(&self) -> &[i64] {
        &self.seen
    }
}

struct Readers {
    ours: Ours,
    by_position: ByPosition,
    below_the_horizon: ByPosition,
}

/// What each reader never saw.
#[derive(Debug)]
struct Lost {
    ours: usize,
    by_position: usize,
    below_the_horizon: usize,
}

impl Readers {
    fn of(world: &World) -> Self {
        let plain = |query| ByPosition { pool: world.owner.clone(), query, after: 0, seen: Vec::new() };
        Self {
            ours: Ours { journal: world.journal.clone(), after: None, seen: Vec::new() },
            by_position: plain(BY_POSITION),
            below_the_horizon: plain(BY_POSITION_BELOW_THE_HORIZON),
        }
    }

    fn all(&mut self) -> [&mut dyn Reader; 3] {
        [&mut self.ours, &mut self.by_position, &mut self.below_the_horizon]
    }

    async fn drain(&mut self) {
        for reader in self.all() {
            while reader.step().await {}
        }
    }

    /// Nobody writes any more: drains, and compares with what was committed.
    async fn lost(mut self, world: &World) -> Lost {
        self.drain().await;
        let committed: Vec<i64> =
            sqlx::query_scalar("select position from journal.events").fetch_all(&world.owner).await.unwrap();
        let [ours, by_position, below_the_horizon] = self.all().map(|reader| {
            let seen: BTreeSet<_> = reader.seen().iter().copied().collect();
            assert_eq!(seen.len(), reader.seen().len(), "nothing is read twice");
            committed.iter().filter(|one| !seen.contains(one)).count()
        });
        Lost { ours, by_position, below_the_horizon }
    }
}

async fn take_transaction_id(connection: &mut PgConnection) {
    sqlx::query("select pg_current_xact_id()").execute(connection).await.unwrap();
}

const METADATA: &str = r#"{"command_id": "019a0000-0000-7000-8000-000000000000", "correlation": "t",
    "actor": "a", "organisation": "o", "action": "x", "at": "2026-01-05T12:00:00Z"}"#;

async fn write(connection: &mut PgConnection, id: &str) {
    sqlx::query(
        "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata)
         values ('Dossier', $1, 1, 'Noted', '1.0.0', '{}', $2::text::json)",
    )
    .bind(id)
    .bind(METADATA)
    .execute(connection)
    .await
    .unwrap();
}

async fn begin(pool: &PgPool) -> Transaction<'static, Db> {
    pool.begin().await.unwrap()
}

async fn on_its_own_cluster() -> (Postgres, World) {
    let postgres = Postgres::start_temporary().await.unwrap();
    let world = World::on(&postgres, Vec::new()).await;
    (postgres, world)
}

#[tokio::test]
async fn only_the_journal_reads_an_event_that_commits_after_a_later_one() {
    let (_postgres, world) = on_its_own_cluster().await;
    let mut readers = Readers::of(&world);
    let (mut slow, mut fast) = (begin(&world.owner).await, begin(&world.owner).await);
    write(&mut slow, "slow").await;
    write(&mut fast, "fast").await;
    fast.commit().await.unwrap();
    readers.drain().await;
    assert_eq!(readers.by_position.seen.len(), 1, "it has passed the slow one");
    assert_eq!(readers.ours.seen.len(), 0, "it waits for the slow one");
    slow.commit().await.unwrap();
    let lost = readers.lost(&world).await;
    assert_eq!((lost.ours, lost.by_position), (0, 1));
}

#[tokio::test]
async fn only_the_journal_reads_an_event_of_a_later_transaction_with_an_earlier_position() {
    let (_postgres, world) = on_its_own_cluster().await;
    let mut readers = Readers::of(&world);
    let (mut early, mut late) = (begin(&world.owner).await, begin(&world.owner).await);
    take_transaction_id(&mut early).await;
    write(&mut late, "late").await;
    write(&mut early, "early").await;
    early.commit().await.unwrap();
    readers.drain().await;
    assert_eq!(readers.below_the_horizon.seen.len(), 1);
    late.commit().await.unwrap();
    let lost = readers.lost(&world).await;
    assert_eq!((lost.ours, lost.below_the_horizon), (0, 1));
}

#[tokio::test]
async fn nothing_is_lost_to_writers_that_dawdle_and_roll_back() {
    let (_postgres, world) = on_its_own_cluster().await;
    let mut readers = Readers::of(&world);
    let writers = (0..10).map(|writer| {
        let pool = world.owner.clone();
        async move {
            for turn in 0..30 {
                dawdle(&pool, writer, turn).await;
            }
        }
    });
    let mut writing = Box::pin(join_all(writers));
    loop {
        let mut all = readers.all();
        let reading = join_all(all.iter_mut().map(|reader| reader.step()));
        tokio::select! {
            _ = &mut writing => break,
            // Both go on at the same time: a step that is cut short here is the last.
            _ = reading => {}
        }
    }
    let committed = world.events().await;
    let lost = readers.lost(&world).await;
    println!("of {committed} events lost: {lost:?}");
    assert!(committed > 100);
    assert_eq!(lost.ours, 0);
    assert!(lost.by_position > 0, "the attack must succeed: {lost:?}");
    assert!(lost.below_the_horizon > 0, "the attack must succeed: {lost:?}");
}

/// Sleeps before and after each step; every fifth writer takes it back.
async fn dawdle(pool: &PgPool, writer: i32, turn: i32) {
    let mut work = begin(pool).await;
    if (writer + turn) % 2 == 0 {
        take_transaction_id(&mut work).await;
    }
    nap(&mut work, (writer * 7 + turn * 3) % 10).await;
    write(&mut work, &format!("{writer}-{turn}")).await;
    nap(&mut work, (writer * 3 + turn * 7) % 20).await;
    match (writer + 2 * turn) % 5 {
        0 => work.rollback().await.unwrap(),
        _ => work.commit().await.unwrap(),
    }
}

async fn nap(connection: &mut PgConnection, milliseconds: i32) {
    sqlx::query("select pg_sleep($1 / 1000.0)")
        .bind(f64::from(milliseconds))
        .execute(connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn transaction_ids_sort_as_numbers() {
    let (_postgres, world) = on_its_own_cluster().await;
    for (id, tx_id) in [("third", "1000"), ("first", "99"), ("second", "999"), ("fourth", "1001")] {
        sqlx::query(
            "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                         event_version, payload, metadata, tx_id, epoch)
             values ('Dossier', $1, 1, 'Noted', '1.0.0', '{}', $2::text::json, $3::text::xid8, 0)",
        )
        .bind(id)
        .bind(METADATA)
        .bind(tx_id)
        .execute(&world.owner)
        .await
        .unwrap();
    }
    let mut order = Vec::new();
    let mut after = None;
    while let [event] = &world.journal.read_log(after, 1).await.unwrap()[..] {
        order.push(event.aggregate_id.clone());
        after = Some(event.place);
    }
    assert_eq!(order, ["first", "second", "third", "fourth"]);
}

#[tokio::test]
async fn events_of_one_command_stand_in_the_order_of_their_stream() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let many = crate::dossier::Command::notes(1..=300);
    let receipt = crate::world::execute(&world.journal, "a", many, &crate::world::request()).await.unwrap();
    let mut sequences = Vec::new();
    let mut after = None;
    while sequences.len() < 301 {
        for event in world.journal.read_log(after, 50).await.unwrap() {
            sequences.push(event.sequence);
            after = Some(event.place);
        }
    }
    assert!(sequences.iter().copied().eq(1..=301));
    assert_eq!(after, Some(receipt.place));
}

#[tokio::test]
async fn a_restored_log_sorts_before_what_is_appended_to_it() {
    let (_postgres, world) = on_its_own_cluster().await;
    open(&world.journal, "a").await;
    assert!(world.journal.check().await.is_ok());
    // As after a restore into a fresh server: a transaction this one has not come to yet.
    let mut connection = PgConnection::connect_with(&world.owner.connect_options()).await.unwrap();
    sqlx::query(
        "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata, tx_id)
         select aggregate_type, 'restored', sequence, event_type, event_version, '{}', metadata,
                '999999999999' from journal.events",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let refused = world.journal.check().await;
    assert!(matches!(refused, Err(JournalError::Restored)));
    let migrated = Journal::migrate(&world.owner.connect_options(), crate::world::SERVICE, &[]).await;
    migrated.unwrap();
    world.journal.check().await.unwrap();
    let receipt = note(&world.journal, "a", 1).await.unwrap();
    assert_eq!(receipt.place.epoch, 2);
    assert_eq!(end_of_log(&world.owner).await, receipt.place);
    let log = world.journal.read_log(None, 10).await.unwrap();
    let order: Vec<_> = log.iter().map(|event| event.aggregate_id.as_str()).collect();
    assert_eq!(order, ["a", "restored", "a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_readers_have_been_held_back_is_known() {
    let world = World::new().await;
    open(&world.journal, "dossier-1").await;
    let mut long = world.owner.begin().await.unwrap();
    sqlx::query("select pg_current_xact_id()").execute(&mut *long).await.unwrap();
    open(&world.journal, "dossier-2").await;
    let first = world.journal.horizon_age().await.unwrap();
    let second = world.journal.horizon_age().await.unwrap();
    assert!(first > Duration::ZERO && second > first, "{first:?} {second:?}");
    long.rollback().await.unwrap();
    // Whoever writes anywhere in the server may hold them back a moment longer.
    while world.journal.horizon_age().await.unwrap() > Duration::ZERO {}
}
