//! Guarantee 5: woken cheaply.

use std::time::Duration;

use schakel_journal::Timing;
use sqlx::postgres::PgListener;

use crate::world::{LONG, Running, World, note, open};

/// No poll comes to help within a test.
fn unpolled() -> Timing {
    Timing { poll: Duration::from_secs(3600), ready_wait: LONG, ..Timing::default() }
}

#[tokio::test]
async fn an_append_wakes_the_projections_of_its_own_process() {
    let world = World::new().await;
    let journal = world.journal.clone().with_timing(unpolled());
    let running = Running::start(&journal);
    for id in ["a", "b", "c"] {
        let receipt = open(&journal, id).await;
        journal.ready_for("follower", Some(receipt.place)).await.unwrap();
    }
    running.stop().await;
}

#[tokio::test]
async fn an_append_wakes_the_leader_in_another_process() {
    let world = World::new().await;
    let leader = world.another().await.with_timing(unpolled());
    let leading = Running::start(&leader);
    let first = open(&leader, "first").await;
    leader.ready_for("follower", Some(first.place)).await.unwrap();
    let other = world.another().await.with_timing(unpolled());
    let standing_by = Running::start(&other);
    for id in ["a", "b", "c"] {
        let receipt = open(&other, id).await;
        other.ready_for("follower", Some(receipt.place)).await.unwrap();
    }
    standing_by.stop().await;
    leading.stop().await;
}

#[tokio::test]
async fn many_appends_lead_to_few_notifications() {
    let world = World::new().await;
    let leading = Running::start(&world.journal);
    let first = open(&world.journal, "a").await;
    world.journal.ready_for("follower", Some(first.place)).await.unwrap();
    let mut listener = PgListener::connect_with(&world.owner).await.unwrap();
    listener.listen("journal_appended").await.unwrap();
    listener.listen("end_of_test").await.unwrap();
    let other = world.another().await;
    let standing_by = Running::start(&other);
    for number in 1..=200 {
        note(&other, "a", number).await.unwrap();
    }
    standing_by.stop().await;
    sqlx::query("select pg_notify('end_of_test', '')").execute(&world.owner).await.unwrap();
    let mut notifications = 0;
    while listener.recv().await.unwrap().channel() != "end_of_test" {
        notifications += 1;
    }
    assert!((1..200).contains(&notifications), "{notifications}");
    leading.stop().await;
}

#[tokio::test]
async fn no_trigger_notifies_on_insert() {
    let world = World::new().await;
    let triggers = "select count(*) from pg_trigger
                    where tgrelid = 'journal.events'::regclass and not tgisinternal
                      and tgtype & 4 <> 0";
    assert_eq!(world.count(triggers).await, 0);
}

#[tokio::test]
async fn events_behind_the_horizon_are_taken_as_soon_as_they_come_out() {
    let world = World::new().await;
    let journal = world.journal.clone().with_timing(unpolled());
    let running = Running::start(&journal);
    let mut holding = world.owner.begin().await.unwrap();
    sqlx::query("select pg_current_xact_id()").execute(&mut *holding).await.unwrap();
    let receipt = open(&journal, "a").await;
    let briefly = Duration::from_millis(50);
    let behind = journal.ready_within("follower", Some(receipt.place), briefly).await;
    assert!(behind.is_err(), "a transaction before it is still running");
    // Nobody announces this.
    holding.rollback().await.unwrap();
    journal.ready_for("follower", Some(receipt.place)).await.unwrap();
    running.stop().await;
}
