//! Without the database there is no record, and so no answer; with it again, there is.

use std::time::Duration;

use schakel_access_log::{AccessLog, Unrecorded};
use schakel_embedded_postgres::{Postgres, Settings, shared};
use tokio::time::{Instant, timeout};

use crate::proxy::{Cut, MARK, Proxy};
use crate::world::{LONG, Running, World, lookup, pool, record_soon};

async fn until(log: &AccessLog, writing: bool) {
    let became = async {
        while log.is_writing() != writing {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, became).await.unwrap();
}

#[tokio::test]
async fn fails_within_a_second_where_nobody_answers() {
    let nobody = pool("postgres://nobody@127.0.0.1:1/none".parse().unwrap());
    let running = Running::start(nobody);
    let started = Instant::now();
    assert_eq!(running.log.record(vec![lookup(1)]).await, Err(Unrecorded::Unavailable));
    assert!(started.elapsed() < Duration::from_secs(1));
    assert!(!running.log.is_writing());
    running.stop().await;
}

#[tokio::test]
async fn is_ready_before_the_first_record_and_recovers_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings::new(folder.path().join("data"));
    let postgres = Postgres::start(settings()).await.unwrap();
    let way = Proxy::to(&postgres, None);
    let world = World::on(&postgres).await;
    let running = Running::start(pool(way.options(world.service_options(&postgres))));
    until(&running.log, true).await;
    record_soon(&running.log, lookup(1)).await;
    postgres.stop().await.unwrap();
    until(&running.log, false).await;
    let started = Instant::now();
    assert_eq!(running.log.record(vec![lookup(2)]).await, Err(Unrecorded::Unavailable));
    assert!(started.elapsed() < Duration::from_secs(1));
    let postgres = Postgres::start(settings()).await.unwrap();
    way.lead_to(&postgres);
    let back = Instant::now();
    until(&running.log, true).await;
    assert!(back.elapsed() < Duration::from_secs(2), "recovered after {:?}", back.elapsed());
    running.log.record(vec![lookup(3)]).await.unwrap();
    let owner = pool(postgres.options(&world.database));
    let writers: i64 = sqlx::query_scalar("select count(*) from access_log.head")
        .fetch_one(&mut *owner.lend().await.unwrap())
        .await
        .unwrap();
    assert_eq!(writers, 1, "the chain went on");
    running.stop().await;
}

/// After a broken connection the outcome of a batch is unknown to its callers; the chain is not.
async fn goes_on_after(cut: Cut, kept: i64) {
    let postgres = shared().await;
    let world = World::on(postgres).await;
    let way = Proxy::to(postgres, Some(cut));
    let running = Running::start(pool(way.options(world.service_options(postgres))));
    record_soon(&running.log, lookup(1)).await;
    let mut broken = lookup(2);
    broken.reference = Some(MARK.to_owned());
    assert_eq!(running.log.record(vec![broken]).await, Err(Unrecorded::Unavailable));
    record_soon(&running.log, lookup(3)).await;
    assert_eq!(world.records().await, kept, "{cut:?}");
    assert_eq!(world.count("select max(seq) from access_log.record").await, kept, "{cut:?}");
    assert_eq!(world.count("select seq from access_log.head").await, kept, "{cut:?}");
    running.stop().await;
}

#[tokio::test]
async fn the_chain_goes_on_whether_or_not_a_batch_of_unknown_outcome_was_committed() {
    goes_on_after(Cut::Before, 2).await;
    goes_on_after(Cut::After, 3).await;
}

#[tokio::test]
async fn a_log_that_hangs_fails_its_callers_within_a_second_and_recovers() {
    let world = World::new().await;
    let running = Running::start(world.service.clone());
    record_soon(&running.log, lookup(1)).await;
    let mut lock = world.owner.begin().await.unwrap();
    sqlx::query("lock table access_log.record").execute(&mut *lock).await.unwrap();
    let started = Instant::now();
    assert_eq!(running.log.record(vec![lookup(2)]).await, Err(Unrecorded::Late));
    assert!(started.elapsed() < Duration::from_secs(1));
    until(&running.log, false).await;
    lock.rollback().await.unwrap();
    record_soon(&running.log, lookup(3)).await;
    running.stop().await;
}
