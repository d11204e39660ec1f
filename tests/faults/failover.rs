//! A standby takes over from a primary that is killed, and then the other way round.

use std::time::{Duration, Instant};

use sqlx::{ConnectOptions, Connection, Executor};
use tokio::time::sleep;

use crate::cluster::Cluster;
use crate::house::{House, eventually};
use crate::load::Load;
use crate::proxy::End;
use crate::stand::Parts;

/// How long the service has nothing but a standby.
const WITHOUT_PRIMARY: Duration = Duration::from_secs(1);

/// Twice, as the standby of the second time is where the primary of the first was.
pub async fn there_and_back(house: &House, load: &Load, parts: &mut Parts) {
    for _ in 0..2 {
        let mut primary = parts.cluster.take().unwrap();
        let standby = primary.standby().await;
        follow_strictly(&primary).await;
        load.gets_answers(10).await;
        primary.kill().await;
        parts.data.lead_to(End::Postgres(standby.socket()));
        parts.keys.lead_to(End::Postgres(standby.socket()));
        sleep(WITHOUT_PRIMARY).await;
        promote(&standby).await;
        load.until_answered(house, Instant::now()).await;
        parts.cluster = Some(standby);
    }
}

/// From now on nothing is acknowledged that the standby has not got: without that, a failover loses what it had not.
async fn follow_strictly(primary: &Cluster) {
    let postgres = primary.postgres();
    let mut admin = postgres.options("postgres").connect().await.unwrap();
    eventually("the standby to follow", async || {
        let streaming = "select count(*) > 0 from pg_stat_replication where state = 'streaming'";
        sqlx::query_scalar(streaming).fetch_one(&mut admin).await.unwrap()
    })
    .await;
    admin.execute("alter system set synchronous_standby_names = '*'").await.unwrap();
    admin.execute("select pg_reload_conf()").await.unwrap();
    eventually("the primary to wait for the standby", async || {
        let waits = "select count(*) > 0 from pg_stat_replication where sync_state = 'sync'";
        sqlx::query_scalar(waits).fetch_one(&mut admin).await.unwrap()
    })
    .await;
    admin.close().await.unwrap();
}

/// It has no standby of its own yet, and must not wait for one.
async fn promote(standby: &Cluster) {
    let mut admin = standby.postgres().options("postgres").connect().await.unwrap();
    let promoted: bool = sqlx::query_scalar("select pg_promote()").fetch_one(&mut admin).await.unwrap();
    assert!(promoted, "the standby was not promoted in time");
    admin.execute("alter system reset synchronous_standby_names").await.unwrap();
    admin.execute("select pg_reload_conf()").await.unwrap();
    admin.close().await.unwrap();
}
