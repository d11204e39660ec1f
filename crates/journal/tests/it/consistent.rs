//! Guarantee 6: inline projections are written with the events, following ones exactly once in
//! effect, after any crash.

use std::sync::Arc;
use std::time::Duration;

use schakel_embedded_postgres::shared;
use schakel_journal::{NotReady, Place};
use sqlx::PgPool;

use crate::dossier::Command;
use crate::projections::{Illness, Indifferent, Totals};
use crate::proxy::{Cut, Proxy};
use crate::world::{Running, World, execute, first_events, note, open, request, total};

#[tokio::test]
async fn an_inline_read_model_shows_a_command_as_soon_as_it_is_acknowledged() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    for number in 1..=5 {
        let receipt = note(&world.journal, "a", number).await.unwrap();
        world.journal.ready_for("register", Some(receipt.place)).await.unwrap();
        let expected = number * (number + 1) / 2;
        assert_eq!(total(&world.journal, "register", "a").await, Some(expected));
    }
}

#[tokio::test]
async fn a_read_that_carries_a_position_token_sees_its_command() {
    let world = World::new().await;
    let running = Running::start(&world.journal);
    let reader = world.another().await;
    open(&world.journal, "a").await;
    for number in 1..=20 {
        let receipt = note(&world.journal, "a", 1).await.unwrap();
        let journal = if number % 2 == 0 { &reader } else { &world.journal };
        journal.ready_for("follower", Some(receipt.place)).await.unwrap();
        assert_eq!(total(journal, "follower", "a").await, Some(number));
    }
    running.stop().await;
}

#[tokio::test]
async fn whom_no_event_concerns_is_as_far_as_whoever_takes_them() {
    let healthy = Illness::none();
    let indifferent = Arc::new(Indifferent("create table indifferent (id text)"));
    let world = World::with(vec![Totals::following(&healthy), indifferent]).await;
    let running = Running::start(&world.journal);
    for id in ["a", "b"] {
        let receipt = open(&world.journal, id).await;
        for name in ["follower", "indifferent"] {
            world.journal.ready_for(name, Some(receipt.place)).await.unwrap();
        }
        assert_eq!(total(&world.journal, "follower", id).await, Some(0));
        let transactions: i64 = sqlx::query_scalar(
            "select count(distinct xmin::text) from journal.projection where mode = 'following'",
        )
        .fetch_one(&world.owner)
        .await
        .unwrap();
        assert_eq!(transactions, 1, "they are brought further together");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_read_waits_no_longer_than_its_bound() {
    let world = World::new().await;
    let receipt = open(&world.journal, "a").await;
    let ready = |name| world.journal.ready_within(name, Some(receipt.place), Duration::from_millis(20));
    // Nobody runs the projections.
    assert!(matches!(ready("follower").await, Err(NotReady::Behind)));
    assert!(matches!(ready("nobody").await, Err(NotReady::Unknown)));
    ready("register").await.unwrap();
    world.journal.ready_for("follower", None).await.unwrap();
}

#[tokio::test]
async fn one_process_leads_and_another_takes_over() {
    let world = World::new().await;
    let (first, second) = (world.another().await, world.another().await);
    let leading = Running::start(&first);
    let receipt = open(&first, "a").await;
    first.ready_for("follower", Some(receipt.place)).await.unwrap();
    let standing_by = Running::start(&second);
    let leaders = "select count(*) from pg_locks where locktype = 'advisory' and granted
                   and database = (select oid from pg_database where datname = current_database())";
    assert_eq!(world.count(leaders).await, 1);
    leading.abort().await;
    let receipt = note(&second, "a", 1).await.unwrap();
    second.ready_for("follower", Some(receipt.place)).await.unwrap();
    assert_eq!(world.count(leaders).await, 1);
    standing_by.stop().await;
    world.assert_equals_rebuilt("follower").await;
}

#[tokio::test]
async fn a_leader_whose_backend_is_killed_steps_down_and_comes_back() {
    let world = World::new().await;
    let running = Running::start(&world.journal);
    open(&world.journal, "a").await;
    for _ in 0..3 {
        let receipt = note(&world.journal, "a", 1).await.unwrap();
        world.journal.ready_for("follower", Some(receipt.place)).await.unwrap();
        let killed = "select count(pg_terminate_backend(pid)) from pg_locks
                      where locktype = 'advisory' and granted and database =
                      (select oid from pg_database where datname = current_database())";
        assert_eq!(world.count(killed).await, 1);
    }
    let receipt = note(&world.journal, "a", 1).await.unwrap();
    world.journal.ready_for("follower", Some(receipt.place)).await.unwrap();
    assert_eq!(total(&world.journal, "follower", "a").await, Some(4));
    running.stop().await;
    world.assert_equals_rebuilt("follower").await;
}

#[tokio::test]
async fn a_projection_takes_an_event_once_when_its_connection_breaks_at_the_commit() {
    for cut in [Cut::BeforeCommit, Cut::AfterCommit] {
        let world = World::new().await;
        let proxy = Proxy::start(shared().await.socket_dir(), cut);
        let projector = world.reached_through(proxy.options(world.options.clone())).await;
        open(&world.journal, "a").await;
        for number in 1..=4 {
            proxy.arm();
            let running = Running::start(&projector);
            let receipt = note(&world.journal, "a", 1).await.unwrap();
            world.journal.ready_for("follower", Some(receipt.place)).await.unwrap();
            running.stop().await;
            assert!(proxy.has_cut(), "{cut:?}");
            assert_eq!(total(&world.journal, "follower", "a").await, Some(number));
        }
        world.assert_equals_rebuilt("follower").await;
    }
}

/// What the checkpoint in the transaction of the rows is for.
#[tokio::test]
async fn negative_control_a_checkpoint_in_a_transaction_of_its_own_doubles_after_a_crash() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 1).await.unwrap();
    let pool = &world.owner;
    sqlx::raw_sql(
        "create table naive (total bigint); insert into naive values (0);
         create table naive_checkpoint (place text); insert into naive_checkpoint values (null)",
    )
    .execute(pool)
    .await
    .unwrap();
    first_events(&world.journal, 2).await;
    naive_step(&world, pool, true).await;
    naive_step(&world, pool, false).await;
    naive_step(&world, pool, false).await;
    let naive: i64 = sqlx::query_scalar("select total from naive").fetch_one(pool).await.unwrap();
    assert_eq!(naive, 2, "the note was taken twice");
    world.catch_up().await;
    assert_eq!(total(&world.journal, "follower", "a").await, Some(1));
}

async fn naive_step(world: &World, pool: &PgPool, crash_in_between: bool) {
    let checkpoint: Option<String> =
        sqlx::query_scalar("select place from naive_checkpoint").fetch_one(pool).await.unwrap();
    let after = checkpoint.map(|place| place.parse::<Place>().unwrap());
    for event in world.journal.read_log(after, 10).await.unwrap() {
        if event.event_type == "Noted" {
            sqlx::query("update naive set total = total + 1").execute(pool).await.unwrap();
        }
        if crash_in_between && event.event_type == "Noted" {
            return;
        }
        sqlx::query("update naive_checkpoint set place = $1")
            .bind(event.place.to_string())
            .execute(pool)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn nothing_of_a_refused_command_shows() {
    let world = World::new().await;
    let refused = execute(&world.journal, "a", Command::note(1), &request()).await;
    assert!(refused.is_err());
    assert_eq!(world.events().await, 0);
    assert_eq!(world.count("select count(*) from journal.audit").await, 0);
    assert_eq!(total(&world.journal, "register", "a").await, None);
}
