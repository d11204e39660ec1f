//! Who waits at the same time shares a commit.

use futures::future::join_all;
use schakel_access_log::{Filter, Unrecorded};

use crate::world::{World, all, lookup, record_soon, refusal};

const COMMITS: &str = "select count(distinct tx_id) from access_log.record";

#[tokio::test]
async fn many_callers_share_few_commits() {
    let world = World::new().await;
    let running = world.running();
    record_soon(&running.log, lookup(0)).await;
    join_all((1..=2_000).map(|number| running.log.record(vec![lookup(number)])))
        .await
        .into_iter()
        .for_each(|recorded| recorded.unwrap());
    assert_eq!(world.records().await, 2_001);
    let commits = world.count(COMMITS).await;
    assert!(commits < 50, "{commits} commits");
    running.stop().await;
}

#[tokio::test]
async fn a_single_caller_does_not_wait_for_company() {
    let world = World::new().await;
    let running = world.running();
    for number in 1..=20 {
        running.log.record(vec![lookup(number)]).await.unwrap();
    }
    assert_eq!(world.count(COMMITS).await, 20);
    running.stop().await;
}

#[tokio::test]
async fn a_great_many_records_of_one_caller_let_others_go_between() {
    let world = World::new().await;
    let running = world.running();
    record_soon(&running.log, lookup(0)).await;
    let many = running.log.record((1..=5_000).map(lookup).collect());
    let one = async {
        while world.records().await < 300 {}
        running.log.record(vec![refusal(9_999)]).await.unwrap();
        world.records().await
    };
    let (many, there) = tokio::join!(many, one);
    many.unwrap();
    assert_eq!(world.records().await, 5_002);
    assert!(there < 5_002, "the other one waited for all of them");
    running.stop().await;
}

#[tokio::test]
async fn what_waits_at_shutdown_is_written_and_nothing_after_it() {
    let world = World::new().await;
    let running = world.running();
    record_soon(&running.log, lookup(0)).await;
    let log = running.log.clone();
    let waiting: Vec<_> = (1..=100)
        .map(|number| {
            let log = log.clone();
            tokio::spawn(async move { log.record(vec![lookup(number)]).await })
        })
        .collect();
    // Each has put its request into the queue as soon as it has run once.
    tokio::task::yield_now().await;
    running.stop().await;
    for recorded in join_all(waiting).await {
        recorded.unwrap().unwrap();
    }
    assert_eq!(world.records().await, 101);
    assert_eq!(log.record(vec![lookup(101)]).await, Err(Unrecorded::Ended));
    assert!(!log.is_writing());
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_before_it_spoils_the_records_of_others() {
    let world = World::new().await;
    let running = world.running();
    let mut nul = lookup(1);
    nul.reference = Some("a\0b".to_owned());
    assert_eq!(running.log.record(vec![nul]).await, Err(Unrecorded::Unwritable("reference")));
    let mut long = lookup(1);
    long.account = "a".repeat(1_025);
    assert_eq!(running.log.record(vec![long]).await, Err(Unrecorded::Unwritable("account")));
    assert_eq!(world.records().await, 0);
    running.stop().await;
}

#[tokio::test]
async fn a_record_is_read_back_as_it_was_written() {
    let world = World::new().await;
    let running = world.running();
    let written = vec![lookup(1), refusal(2), lookup(3)];
    running.log.record(written.clone()).await.unwrap();
    let read = all(&running.log, &Filter::default(), 3).await;
    assert_eq!(read.into_iter().map(|stored| stored.record).collect::<Vec<_>>(), written);
    running.stop().await;
}
