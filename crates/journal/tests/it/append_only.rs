//! Guarantee 10: events, audit records and skips are only ever added.

use sqlx::{Executor, PgConnection};

use crate::world::{SERVICE, World, open};

const TABLES: [&str; 3] = ["journal.events", "journal.audit", "journal.projection_skip"];

fn changes(table: &str) -> [String; 3] {
    let column = match table {
        "journal.projection_skip" => "reason",
        "journal.audit" => "actor",
        _ => "event_type",
    };
    [
        format!("update {table} set {column} = 'changed'"),
        format!("delete from {table}"),
        format!("truncate {table}"),
    ]
}

/// The SQLSTATE of the refusal; `None` when the change went through.
async fn refusal(who: &mut PgConnection, change: &str) -> Option<String> {
    let refused = who.execute(change).await.err()?;
    Some(refused.as_database_error()?.code()?.into_owned())
}

#[tokio::test]
async fn nobody_changes_or_removes_what_was_recorded() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    sqlx::query(
        "insert into journal.projection_skip
                (projection, version, place, event_type, failure, reason, operator)
         values ('follower', 1, '1.1.1', 'Noted', 'none', 'a test', 'operator-1')",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let mut service = world.journal.pool().lend().await.unwrap();
    let mut owner = world.owner.acquire().await.unwrap();
    for table in TABLES {
        for change in changes(table) {
            for who in [&mut *service, &mut *owner] {
                let code = refusal(who, &change).await;
                assert_eq!(code.as_deref(), Some("42501"), "{change}");
            }
        }
        let rows = format!("select count(*) from {table}");
        assert_eq!(world.count(&rows).await, 1, "{table}");
    }
}

#[tokio::test]
async fn the_service_owns_nothing_and_cannot_lift_the_protection() {
    let world = World::new().await;
    for change in [
        "alter table journal.events disable trigger append_only",
        "alter table journal.events enable replica trigger append_only",
        "drop trigger append_only on journal.events",
        "drop table journal.events",
        "drop schema journal cascade",
        "update journal.log_epoch set epoch = 9",
        "create table journal.own (id int)",
        "drop table rm_follower.follower_totals",
        "set session_replication_role = replica",
    ] {
        let code = refusal(&mut world.journal.pool().lend().await.unwrap(), change).await;
        assert_eq!(code.as_deref(), Some("42501"), "{change}");
    }
}

#[tokio::test]
async fn negative_control_either_protection_alone_refuses_and_none_lets_it_through() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let loose = format!(
        "create table journal.granted (like journal.events including all);
         create trigger append_only before update or delete or truncate on journal.granted
             for each statement execute function journal.refuse_change();
         create table journal.loose (like journal.events including all);
         grant all on journal.granted, journal.loose to {SERVICE};
         insert into journal.granted overriding system value select * from journal.events;
         insert into journal.loose overriding system value select * from journal.events"
    );
    sqlx::raw_sql(&loose).execute(&world.owner).await.unwrap();
    for change in changes("journal.granted") {
        let code = refusal(&mut world.journal.pool().lend().await.unwrap(), &change).await;
        assert_eq!(code.as_deref(), Some("42501"), "{change}");
    }
    for change in changes("journal.loose") {
        assert_eq!(refusal(&mut world.journal.pool().lend().await.unwrap(), &change).await, None);
    }
}
