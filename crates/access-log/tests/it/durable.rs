//! Recorded means committed and on the disk.

use std::process::Command as Process;

use futures::future::join_all;
use schakel_access_log::Unrecorded;
use schakel_embedded_postgres::{Postgres, Settings, shared};
use sqlx::Executor;

use crate::world::{Running, SERVICE, World, lookup, pool, record_soon};

#[tokio::test]
async fn commits_wait_for_the_disk_whatever_the_default_is() {
    let world = World::on(shared().await).await;
    let lax = format!("alter role {SERVICE} in database {} set synchronous_commit = off", world.database);
    world.owner.execute(lax.as_str()).await.unwrap();
    // What a commit of the writer was told stands in a table that only this test has.
    world
        .run(
            "create table access_log.seen (setting text);
             create function access_log.look() returns trigger language plpgsql security definer as $$
             begin insert into access_log.seen values (current_setting('synchronous_commit'));
             return null; end $$;
             create trigger look after insert on access_log.record
                 for each statement execute function access_log.look()",
        )
        .await;
    let running = world.running();
    running.log.record(vec![lookup(1)]).await.unwrap();
    running.stop().await;
    let seen: String =
        sqlx::query_scalar("select setting from access_log.seen").fetch_one(&world.owner).await.unwrap();
    assert_eq!(seen, "on");
    let plain: String = sqlx::query_scalar("show synchronous_commit")
        .fetch_one(&mut *world.service.lend().await.unwrap())
        .await
        .unwrap();
    assert_eq!(plain, "off", "the default is indeed lax");
}

/// Callers that go on until the log fails; each answers how often it was told that all is recorded.
async fn callers_until_failure(running: &Running) -> Vec<(u32, u32)> {
    join_all((1..=32).map(|caller| async move {
        let mut recorded = 0;
        while running.log.record(vec![lookup(caller * 1_000_000 + recorded)]).await.is_ok() {
            recorded += 1;
        }
        (caller, recorded)
    }))
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_record_that_was_confirmed_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings::new(folder.path().join("data"));
    let postgres = Postgres::start(settings()).await.unwrap();
    let world = World::on(&postgres).await;
    let running = world.running();
    record_soon(&running.log, lookup(1)).await;
    let killing = async {
        while world.records().await < 1_000 {}
        let killed = Process::new("kill").args(["-9", &postgres.pid().to_string()]).status();
        assert!(killed.unwrap().success());
    };
    let (callers, ()) = tokio::join!(callers_until_failure(&running), killing);
    assert_eq!(running.log.record(vec![lookup(2)]).await, Err(Unrecorded::Unavailable));
    running.stop().await;
    drop(postgres);
    let postgres = Postgres::start(settings()).await.unwrap();
    let owner = pool(postgres.options(&world.database));
    for (caller, recorded) in callers {
        // A record whose confirmation was lost may be there.
        let kept: i64 = sqlx::query_scalar(
            "select count(*) from access_log.record where subject like 'subject-' || $1 || '______'",
        )
        .bind(caller.to_string())
        .fetch_one(&mut *owner.lend().await.unwrap())
        .await
        .unwrap();
        let recorded = i64::from(recorded);
        assert!((recorded..=recorded + 1).contains(&kept), "{caller}: {recorded} confirmed, {kept} kept");
    }
}
