//! Each way of tampering is found, and where; what nobody touched is whole.

use futures::future::join_all;
use schakel_access_log::Tampering::{
    AnchorDiffers, BeyondHead, Changed, HeadDiffers, HeadMissing, MessageMisplaced, Misplaced, Missing,
    WriterMissing,
};
use schakel_access_log::{ChainKey, Finding, Head, Tampering, Verification, verify};
use zeroize::Zeroizing;

use crate::world::{World, key, lookup, refusal};

/// Writers 1, 2 and 3 with ten records each, one by one: each in a transaction of its own.
struct Written {
    world: World,
    anchors: Vec<Head>,
}

impl Written {
    async fn new() -> Self {
        let world = World::new().await;
        let mut anchors = Vec::new();
        for writer in 0..3 {
            let running = world.running();
            for number in 1..=5 {
                running.log.record(vec![lookup(writer * 100 + number)]).await.unwrap();
                running.log.record(vec![refusal(writer * 100 + 50 + number)]).await.unwrap();
            }
            anchors = running.log.heads().await.unwrap();
            running.stop().await;
        }
        let written = Self { world, anchors };
        let before = written.verify(&written.anchors).await;
        assert_eq!(before, Verification { records: 30, writers: 3, findings: Vec::new() });
        written
    }

    async fn verify(&self, anchors: &[Head]) -> Verification {
        verify(&self.world.owned(), &key(), anchors).await.unwrap()
    }

    /// As the superuser, past every trigger.
    async fn tamper(&self, statements: &str) {
        self.world
            .run(&format!(
                "alter table access_log.record disable trigger all;
                 alter table access_log.message disable trigger all;
                 alter table access_log.head disable trigger all;
                 {statements}"
            ))
            .await;
    }

    async fn findings(&self, anchors: &[Head]) -> Vec<(i32, i64, i64, Tampering)> {
        let flat = |Finding { writer, records, what }| (writer, *records.start(), *records.end(), what);
        self.verify(anchors).await.findings.into_iter().map(flat).collect()
    }
}

/// What is found after tampering, without anchors.
async fn after(statements: &str) -> Vec<(i32, i64, i64, Tampering)> {
    let written = Written::new().await;
    written.tamper(statements).await;
    written.findings(&[]).await
}

/// Every column, and a change of it that the table allows.
const COLUMNS: [(&str, &str); 25] = [
    ("writer", "4"),
    ("seq", "99"),
    ("epoch", "0"),
    ("tx_id", "'999999999999'"),
    ("started_at", "started_at + interval '1 microsecond'"),
    ("ended_at", "ended_at - interval '1 microsecond'"),
    ("trace_id", "'other'"),
    ("span_id", "'other'"),
    ("parent_span_id", "''"),
    ("action", "'other'"),
    ("decision", "'deny'"),
    ("reason", "'other'"),
    ("status", "'other'"),
    ("policy", "'other'"),
    ("account", "'other'"),
    ("organisation", "'other'"),
    ("client", "null"),
    ("roles", "array[null::text]"),
    ("purpose", "null"),
    ("reference", "'other'"),
    ("subject_type", "'other'"),
    ("subject", "'other'"),
    ("found", "false"),
    ("categories", "array['contact', '']"),
    ("mac", "decode('00', 'hex')"),
];

#[tokio::test]
async fn a_change_of_any_column_of_any_record_is_found() {
    let written = Written::new().await;
    let columns: Vec<String> = sqlx::query_scalar(
        "select column_name::text from information_schema.columns
         where table_schema = 'access_log' and table_name = 'record' order by 1",
    )
    .fetch_all(&written.world.owner)
    .await
    .unwrap();
    let mut known = COLUMNS.map(|(column, _)| column);
    known.sort_unstable();
    assert_eq!(columns, known, "every column is tried");
    written
        .tamper(
            "create table public.record as table access_log.record;
             create table public.message as table access_log.message",
        )
        .await;
    for (column, value) in COLUMNS {
        for seq in [1, 9] {
            let change =
                format!("update access_log.record set {column} = {value} where writer = 2 and seq = {seq}");
            written.tamper(&change).await;
            let found = written.findings(&[]).await;
            let at = |what| found.contains(&(2, seq, seq, what));
            let is_found = match column {
                "writer" | "seq" => at(Missing) && at(MessageMisplaced),
                // Also of the messages, which stand at the same place.
                "epoch" | "tx_id" => at(Misplaced) && at(MessageMisplaced),
                _ => found == [(2, seq, seq, Changed)],
            };
            assert!(is_found, "{column} of {seq}: {found:?}");
            written
                .tamper(
                    "truncate access_log.record;
                     insert into access_log.record table public.record",
                )
                .await;
        }
    }
    assert_eq!(written.findings(&written.anchors).await, [], "all is put back");
}

#[tokio::test]
async fn a_transaction_that_hides_a_record_from_questions_is_found() {
    let hide = "update access_log.record set tx_id = '999999999999' where writer = 3 and seq = 10";
    assert_eq!(after(hide).await, [(3, 10, 10, Misplaced)]);
    let hide = "update access_log.message set tx_id = '999999999999' where writer = 3 and seq = 9";
    assert_eq!(after(hide).await, [(3, 9, 9, MessageMisplaced)]);
}

#[tokio::test]
async fn a_deleted_record_is_found() {
    let delete = "delete from access_log.record where writer = 2 and seq in (2, 4, 6)";
    assert_eq!(after(delete).await, [(2, 2, 2, Missing), (2, 4, 4, Missing), (2, 6, 6, Missing)]);
}

#[tokio::test]
async fn the_place_of_a_deleted_record_cannot_be_filled_by_another() {
    let fill = "update access_log.record set seq = 4 where writer = 2 and seq = 10;
                update access_log.head set seq = 9, mac = record.mac from access_log.record
                where head.writer = 2 and record.writer = 2 and record.seq = 9";
    let delete = "delete from access_log.record where writer = 2 and seq = 4;";
    let found = after(&format!("{delete}{fill}")).await;
    assert!(found.contains(&(2, 4, 5, Changed)), "{found:?}");
}

const COPY: &str = "\
create temp table copy as select * from access_log.record where writer = 2 and seq = 10;";

#[tokio::test]
async fn an_inserted_record_is_found() {
    let beyond = "update copy set seq = 11; insert into access_log.record table copy";
    assert_eq!(after(&format!("{COPY}{beyond}")).await, [(2, 11, 11, Changed), (2, 11, 11, BeyondHead)]);
    let before = "update copy set seq = 0; insert into access_log.record table copy";
    assert_eq!(after(&format!("{COPY}{before}")).await, [(2, 0, 0, BeyondHead)]);
    let between = "update access_log.record set seq = -seq where writer = 2 and seq > 5;
                   update access_log.record set seq = 1 - seq where writer = 2 and seq < 0;
                   update copy set seq = 6; insert into access_log.record table copy;
                   update access_log.head set seq = 11 where writer = 2";
    let found = after(&format!("{COPY}{between}")).await;
    assert!(found.contains(&(2, 6, 11, Changed)), "{found:?}");
    let stranger = "update copy set writer = 9; insert into access_log.record table copy";
    let found = after(&format!("{COPY}{stranger}")).await;
    assert!(found.contains(&(9, 10, 10, HeadMissing)), "{found:?}");
    assert!(found.contains(&(9, 1, 9, Missing)), "{found:?}");
}

#[tokio::test]
async fn swapped_records_are_found() {
    let swap = "update access_log.record set seq = -1 where writer = 2 and seq = 4;
                update access_log.record set seq = 4 where writer = 2 and seq = 8;
                update access_log.record set seq = 8 where writer = 2 and seq = -1";
    let found = after(swap).await;
    assert!(found.contains(&(2, 4, 5, Changed)) && found.contains(&(2, 8, 9, Changed)), "{found:?}");
    let across = "update access_log.record set writer = -1 where writer = 2 and seq = 4;
                  update access_log.record set writer = 2 where writer = 3 and seq = 4;
                  update access_log.record set writer = 3 where writer = -1";
    let found = after(across).await;
    assert!(found.contains(&(2, 4, 5, Changed)) && found.contains(&(3, 4, 5, Changed)), "{found:?}");
}

const CUT: &str = "delete from access_log.record where writer = 2 and seq > 7;
                   delete from access_log.message where writer = 2 and seq > 7;";
const OLD_HEAD: &str = "update access_log.head set seq = 7, mac = record.mac from access_log.record
                        where head.writer = 2 and record.writer = 2 and record.seq = 7";

#[tokio::test]
async fn a_log_that_was_cut_shorter_is_found() {
    assert_eq!(after(CUT).await, [(2, 8, 10, Missing)]);
}

#[tokio::test]
async fn a_log_that_was_cut_shorter_together_with_its_head_is_found_by_an_anchor() {
    let written = Written::new().await;
    written.tamper(&format!("{CUT}{OLD_HEAD}")).await;
    assert_eq!(written.findings(&[]).await, [], "from inside it looks whole");
    assert_eq!(written.findings(&written.anchors).await, [(2, 8, 10, Missing)]);
}

#[tokio::test]
async fn a_log_that_went_on_after_it_was_cut_is_found_by_an_anchor() {
    let written = Written::new().await;
    written.tamper(&format!("{CUT}{OLD_HEAD}")).await;
    let other = Head { mac: [0; 32], ..written.anchors[1] };
    let at_seven = Head { seq: 7, ..other };
    assert_eq!(written.findings(&[at_seven]).await, [(2, 7, 7, AnchorDiffers)]);
}

#[tokio::test]
async fn an_altered_head_is_found() {
    let other = "update access_log.head set mac = decode(repeat('00', 32), 'hex') where writer = 2";
    assert_eq!(after(other).await, [(2, 10, 10, HeadDiffers)]);
    assert_eq!(after(OLD_HEAD).await, [(2, 8, 10, BeyondHead)]);
    assert_eq!(after("delete from access_log.head where writer = 2").await, [(2, 10, 10, HeadMissing)]);
}

#[tokio::test]
async fn a_writer_that_is_gone_is_found() {
    let remove = |writer| {
        format!(
            "delete from access_log.record where writer = {writer};
             delete from access_log.message where writer = {writer};
             delete from access_log.head where writer = {writer}"
        )
    };
    assert_eq!(after(&remove(1)).await, [(1, 0, 0, WriterMissing)]);
    let written = Written::new().await;
    written.tamper(&remove(3)).await;
    assert_eq!(written.findings(&[]).await, [], "the last one is missed by an anchor alone");
    assert_eq!(written.findings(&written.anchors).await, [(3, 0, 0, HeadMissing), (3, 1, 10, Missing)]);
}

#[tokio::test]
async fn a_message_that_was_changed_deleted_or_inserted_is_found() {
    let at = "where writer = 2 and seq = 5 and number = 1";
    let change = format!("update access_log.message set recipient = 'other' {at}");
    assert_eq!(after(&change).await, [(2, 5, 5, Changed)]);
    let change = format!("update access_log.message set case_id = gen_random_uuid() {at}");
    assert_eq!(after(&change).await, [(2, 5, 5, Changed)]);
    let delete = format!("delete from access_log.message {at}");
    assert_eq!(after(&delete).await, [(2, 5, 5, Changed)]);
    let renumber = format!("update access_log.message set number = 9 {at}");
    assert_eq!(after(&renumber).await, [(2, 5, 5, MessageMisplaced)]);
    let insert = "insert into access_log.message (writer, seq, number, epoch, tx_id, recipient, case_id)
                  select writer, seq, 2, epoch, tx_id, 'other', gen_random_uuid() from access_log.record
                  where writer = 2 and seq = 5";
    assert_eq!(after(insert).await, [(2, 5, 5, Changed)]);
    let stray = "insert into access_log.message (writer, seq, number, epoch, recipient, case_id)
                 values (7, 1, 0, 1, 'other', gen_random_uuid())";
    assert_eq!(after(stray).await, [(7, 1, 1, MessageMisplaced)]);
}

#[tokio::test]
async fn another_key_fits_no_record() {
    let written = Written::new().await;
    let another = ChainKey::new(Zeroizing::new([8; 32]));
    let found = verify(&written.world.owned(), &another, &[]).await.unwrap();
    let lines: Vec<_> = found.findings.iter().map(ToString::to_string).collect();
    assert_eq!(lines[0], "writer 1, records 1 to 10: not what was written");
    assert_eq!(lines.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_hundred_tasks_wrote_at_once_is_whole_also_while_they_write() {
    let world = World::new().await;
    let writers = [world.running(), world.running(), world.running()];
    let writing = join_all((0..200).map(|task: u32| {
        let log = writers[task as usize % 3].log.clone();
        tokio::spawn(async move {
            for number in 0..20 {
                log.record(vec![lookup(task * 100 + number)]).await.unwrap();
            }
        })
    }));
    let verifying = async {
        loop {
            let found = verify(&world.owned(), &key(), &[]).await.unwrap();
            assert_eq!(found.findings, []);
            if found.records == 4_000 {
                break found;
            }
        }
    };
    let (written, found) = tokio::join!(writing, verifying);
    written.into_iter().for_each(|task| task.unwrap());
    assert_eq!(found.writers, 3);
    for writer in writers {
        writer.stop().await;
    }
}
