//! Guarantee 1: acknowledged means on the disk.

use std::process::Command as Process;
use std::sync::Arc;

use futures::future::join_all;
use schakel_connections::Pool;
use schakel_embedded_postgres::{Postgres, Settings, shared};
use schakel_journal::{Journal, Projection};
use schakel_vault::Vault;
use sqlx::{Executor, PgConnection};

use crate::dossier::upcasters;
use crate::projections::{Illness, Totals};
use crate::world::{SERVICE, World, note, open, pool};

#[tokio::test]
async fn commits_wait_for_the_disk_whatever_the_default_is() {
    let world = World::new().await;
    let lax = format!("alter role {SERVICE} in database {} set synchronous_commit = off", world.data);
    world.owner.execute(lax.as_str()).await.unwrap();
    let plain = pool(shared().await.options(&world.data).username(SERVICE)).await;
    assert_eq!(setting(&mut plain.acquire().await.unwrap()).await, "off", "the default is indeed lax");
    let journal = world.another().await;
    assert_eq!(setting(&mut journal.pool().lend().await.unwrap()).await, "on");
}

async fn setting(of: &mut PgConnection) -> String {
    sqlx::query_scalar("show synchronous_commit").fetch_one(of).await.unwrap()
}

#[tokio::test]
async fn keeps_every_acknowledged_command_when_the_server_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings::new(folder.path().join("data"));
    let postgres = Postgres::start(settings()).await.unwrap();
    let sound = Illness::none();
    let projections: Vec<Arc<dyn Projection>> = vec![Totals::inline(&sound)];
    let world = World::on(&postgres, projections.clone()).await;
    let journal = &world.journal;
    let ids: Vec<_> = (0..8).map(|n| format!("d{n}")).collect();
    join_all(ids.iter().map(|id| open(journal, id))).await;
    let writing = ids.iter().map(|id| async move {
        let mut acknowledged = 0;
        while note(journal, id, 1).await.is_ok() {
            acknowledged += 1;
        }
        (id, acknowledged)
    });
    let killing = async {
        while world.events().await < 100 {}
        let killed = Process::new("kill").args(["-9", &postgres.pid().to_string()]).status();
        assert!(killed.unwrap().success());
    };
    let (acknowledged, ()) = tokio::join!(join_all(writing), killing);
    drop(postgres);
    let postgres = Postgres::start(settings()).await.unwrap();
    let journal = reopened(&postgres, &world, &projections).await;
    for (id, acknowledged) in acknowledged {
        // A command whose answer was lost may have counted.
        let events = sqlx::query_scalar::<_, i64>(
            "select count(*) from journal.events where aggregate_id = $1 and sequence > 1",
        )
        .bind(id)
        .fetch_one(&mut *journal.pool().lend().await.unwrap())
        .await
        .unwrap();
        assert!(
            (acknowledged..=acknowledged + 1).contains(&events),
            "{id}: {acknowledged} acknowledged, {events} kept"
        );
    }
    let comparison = journal.compare(&postgres.options(&world.data), "register").await.unwrap();
    assert!(comparison.is_equal(), "{comparison:?}");
}

async fn reopened(postgres: &Postgres, world: &World, projections: &[Arc<dyn Projection>]) -> Journal {
    let options = postgres.options(&world.data).username(SERVICE);
    let pool = Pool::open(Journal::connect_options(options, projections), 12).await.unwrap();
    let keys = pool_of_keys(postgres, world).await;
    Journal::new(pool, keys, projections.to_vec(), upcasters)
}

async fn pool_of_keys(postgres: &Postgres, world: &World) -> Vault {
    let name = world.data.replace("data_", "keys_");
    let keys = Pool::open(postgres.options(&name).username(SERVICE), 4).await.unwrap();
    Vault::new(keys, world.secrets())
}
