//! Records and messages are only ever added.

use sqlx::{Executor, PgConnection};

use crate::world::{World, lookup};

/// The SQLSTATE of the refusal; `None` when the change went through.
async fn refusal(who: &mut PgConnection, change: &str) -> Option<String> {
    let refused = who.execute(change).await.err()?;
    Some(refused.as_database_error()?.code()?.into_owned())
}

async fn recorded() -> World {
    let world = World::new().await;
    let running = world.running();
    running.log.record(vec![lookup(1)]).await.unwrap();
    running.stop().await;
    world
}

#[tokio::test]
async fn nobody_changes_or_removes_what_was_recorded() {
    let world = recorded().await;
    let (service, owner) = tokio::join!(world.service.lend(), world.owner.acquire());
    let (mut service, mut owner) = (service.unwrap(), owner.unwrap());
    for (table, column, rows) in [("record", "account", 1), ("message", "recipient", 2)] {
        for change in [
            format!("update access_log.{table} set {column} = 'changed'"),
            format!("delete from access_log.{table}"),
            format!("truncate access_log.{table}"),
        ] {
            for who in [&mut *service, &mut *owner] {
                assert_eq!(refusal(who, &change).await.as_deref(), Some("42501"), "{change}");
            }
        }
        assert_eq!(world.count(&format!("select count(*) from access_log.{table}")).await, rows);
    }
}

#[tokio::test]
async fn the_service_cannot_lift_the_protection() {
    let world = recorded().await;
    for change in [
        "alter table access_log.record disable trigger append_only",
        "drop trigger append_only on access_log.message",
        "drop table access_log.record",
        "delete from access_log.head",
        "truncate access_log.head",
        "update access_log.head set writer = 9",
        "update access_log.log_epoch set epoch = 9",
        "set session_replication_role = replica",
    ] {
        assert_eq!(
            refusal(&mut world.service.lend().await.unwrap(), change).await.as_deref(),
            Some("42501"),
            "{change}"
        );
    }
    for change in ["delete from access_log.head", "truncate access_log.head"] {
        assert_eq!(
            refusal(&mut world.owner.acquire().await.unwrap(), change).await.as_deref(),
            Some("42501"),
            "{change}"
        );
    }
}

#[tokio::test]
async fn negative_control_without_its_trigger_the_owner_gets_through() {
    let world = recorded().await;
    world.run("alter table access_log.record disable trigger append_only").await;
    assert_eq!(
        refusal(&mut world.owner.acquire().await.unwrap(), "delete from access_log.record").await,
        None
    );
}
