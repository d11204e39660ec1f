//! Many new streams at once: the guarantees of a command's append, and the same rows.

use std::sync::atomic::Ordering;

use futures::future::try_join_all;
use schakel_domain::personal::{Personal, Subject};
use schakel_journal::{JournalError, NewStream, NotReady};
use schakel_vault::VaultError;
use uuid::Uuid;

use crate::dossier::{Command, Dossier, Event};
use crate::projections::{Illness, Symptom, Totals};
use crate::world::{Running, World, execute, first_events, metadata, note, open, request, total};

const ABOUT: Subject = Subject::Member(Uuid::from_u128(0xa));

/// What [`Command::open`] and a note about somebody else come to.
fn events(number: i64) -> Vec<Event> {
    vec![
        Event::Opened {
            name: Personal::of_stream("Xanthippe Voorbeeld".to_owned()),
            channel: "web".to_owned(),
        },
        Event::Noted { text: Personal::about(ABOUT, format!("gefluisterd {number}")), number },
    ]
}

fn stream(id: &str, number: i64) -> NewStream {
    NewStream::of::<Dossier>(id, &events(number)).unwrap()
}

/// `{prefix}0` notes 1, and so on.
fn streams(prefix: &str, many: i64) -> Vec<NewStream> {
    (0..many).map(|number| stream(&format!("{prefix}{number}"), number + 1)).collect()
}

/// The rows of both read models, but for what is different by nature: ids, places, and what is sealed for them.
async fn rows(world: &World, prefix: &str) -> Vec<(String, i64, i64)> {
    let query = "
        select replace(one.id, $1, ''), one.total, other.total
        from rm_register.register_totals as one join rm_follower.follower_totals as other using (id)
        where id like $1 || '%' order by 1";
    sqlx::query_as(query).bind(prefix).fetch_all(&world.owner).await.unwrap()
}

#[tokio::test]
async fn many_streams_at_once_come_to_the_same_as_one_by_one() {
    let world = World::new().await;
    for number in 0..20 {
        let id = format!("single-{number}");
        open(&world.journal, &id).await;
        let noted = Command::Note { numbers: vec![number + 1], about: ABOUT };
        execute(&world.journal, &id, noted, &request()).await.unwrap();
    }
    world.journal.append_bulk(streams("bulk-", 20), metadata("Load")).await.unwrap();
    world.catch_up().await;
    assert_eq!(rows(&world, "bulk-").await.len(), 20);
    assert_eq!(rows(&world, "bulk-").await, rows(&world, "single-").await);
    for number in 0..20 {
        let bulk = world.journal.load::<Dossier>(&format!("bulk-{number}")).await.unwrap();
        let single = world.journal.load::<Dossier>(&format!("single-{number}")).await.unwrap();
        assert_eq!((bulk.version, bulk.state), (single.version, single.state));
    }
    world.assert_equals_rebuilt("register").await;
    world.assert_equals_rebuilt("follower").await;
    note(&world.journal, "bulk-0", 5).await.unwrap();
    assert_eq!(total(&world.journal, "register", "bulk-0").await, Some(6));
}

#[tokio::test]
async fn they_stand_in_the_log_in_the_order_given_each_with_its_audit_record() {
    let world = World::new().await;
    let metadata = metadata("Load");
    let place = world.journal.append_bulk(streams("d", 12), metadata.clone()).await.unwrap();
    let log = first_events(&world.journal, 24).await;
    let found: Vec<_> = log.iter().map(|event| (event.aggregate_id.clone(), event.sequence)).collect();
    let given: Vec<_> =
        (0..12).flat_map(|number| [1, 2].map(|sequence| (format!("d{number}"), sequence))).collect();
    assert_eq!(found, given);
    assert!(log.iter().all(|event| event.metadata == metadata && event.place.tx_id == place.tx_id));
    assert_eq!(log[23].place, place);
    let records: Vec<(String, i64, i64)> =
        sqlx::query_as("select stream, version, position from journal.audit order by position")
            .fetch_all(&world.owner)
            .await
            .unwrap();
    let last_of_each = log.chunks(2).map(|events| (events[1].stream(), 2, events[1].place.position));
    assert_eq!(records, Vec::from_iter(last_of_each));
    world.journal.ready_for("register", Some(place)).await.unwrap();
}

#[tokio::test]
async fn when_one_of_them_is_there_already_nothing_is_written() {
    let world = World::new().await;
    open(&world.journal, "d7").await;
    let all = world.journal.append_bulk(streams("d", 12), metadata("Load")).await;
    assert!(matches!(all, Err(JournalError::Taken)));
    let twice = vec![stream("e", 1), stream("e", 2)];
    let twice = world.journal.append_bulk(twice, metadata("Load")).await;
    assert!(matches!(twice, Err(JournalError::Taken)));
    assert_eq!(world.events().await, 1);
    assert_eq!(world.count("select count(*) from journal.audit").await, 1);
    assert_eq!(world.count("select count(*) from rm_register.register_totals").await, 1);
    world.assert_equals_rebuilt("register").await;
}

#[tokio::test]
async fn of_two_that_race_for_a_stream_one_is_written_whole() {
    let world = World::new().await;
    let other = world.another().await;
    for round in 0..10 {
        let prefix = format!("d{round}-");
        let (one, another) = tokio::join!(
            world.journal.append_bulk(streams(&prefix, 30), metadata("Load")),
            other.append_bulk(streams(&prefix, 40), metadata("Load")),
        );
        assert!(one.is_ok() != another.is_ok());
        let expected = if one.is_ok() { 60 } else { 80 };
        let query = format!("select count(*) from journal.events where aggregate_id like '{prefix}%'");
        assert_eq!(world.count(&query).await, expected);
    }
    world.assert_equals_rebuilt("register").await;
}

#[tokio::test]
async fn nothing_comes_to_nothing() {
    let world = World::new().await;
    world.journal.append_bulk(Vec::new(), metadata("Load")).await.unwrap();
    let empty = NewStream::of::<Dossier>("d", &[]).unwrap();
    world.journal.append_bulk(vec![empty], metadata("Load")).await.unwrap();
    assert_eq!(world.events().await, 0);
    assert_eq!(world.count("select count(*) from journal.audit").await, 0);
}

#[tokio::test]
async fn what_is_stored_is_sealed_and_a_destroyed_key_refuses_all() {
    let world = World::new().await;
    world.vault.destroy("Dossier/d1", None).await.unwrap();
    let refused = world.journal.append_bulk(streams("d", 3), metadata("Load")).await;
    assert!(matches!(refused, Err(JournalError::Vault(VaultError::KeyDestroyed { .. }))));
    assert_eq!(world.events().await, 0);
    world.journal.append_bulk(streams("e", 3), metadata("Load")).await.unwrap();
    for table in ["journal.events", "rm_register.register_totals", "rm_register.register_notes"] {
        let leaks = format!(
            "select count(*) from {table} as one
             where one::text like '%Xanthippe%' or one::text like '%gefluisterd%'"
        );
        assert_eq!(world.count(&leaks).await, 0, "{table}");
        assert_eq!(world.count(&format!("select count(*) from {table}")).await % 3, 0);
    }
}

#[tokio::test]
async fn a_projection_that_cannot_digest_one_of_them_stops_there_and_all_are_written() {
    for symptom in [Symptom::Refuses, Symptom::Panics, Symptom::BreaksAConstraint, Symptom::SwallowsAnError] {
        let illness = Illness::at(13, symptom);
        let sound = Totals::version("sound", schakel_journal::Mode::Inline, 1, &Illness::none());
        let sick = Totals::version("sick", schakel_journal::Mode::Inline, 1, &illness);
        let world = World::with(vec![sound, sick]).await;
        let journal = &world.journal;
        journal.append_bulk(streams("d", 20), metadata("Load")).await.unwrap();
        assert!(matches!(journal.ready_for("sick", None).await, Err(NotReady::Stopped)), "{symptom:?}");
        assert_eq!(total(journal, "sound", "d19").await, Some(20));
        assert_eq!(total(journal, "sick", "d11").await, Some(12), "{symptom:?}");
        assert_eq!(total(journal, "sick", "d13").await, None, "{symptom:?}");
        illness.number.store(0, Ordering::SeqCst);
        journal.retry("sick").await.unwrap();
        assert_eq!(total(journal, "sick", "d19").await, Some(20));
        world.assert_equals_rebuilt("sick").await;
    }
}

#[tokio::test]
async fn following_projections_keep_up_while_several_are_appended_at_once() {
    let world = World::new().await;
    let running = Running::start(&world.journal);
    let batches =
        (0..8).map(|batch| world.journal.append_bulk(streams(&format!("d{batch}-"), 100), metadata("Load")));
    let last = try_join_all(batches).await.unwrap().into_iter().max();
    world.journal.ready_for("follower", last).await.unwrap();
    running.stop().await;
    assert_eq!(rows(&world, "d").await.len(), 800);
    world.assert_equals_rebuilt("register").await;
    world.assert_equals_rebuilt("follower").await;
}
