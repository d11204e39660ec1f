//! What fails, and how it is healed.

use std::fs;
use std::time::{Duration, Instant};

use sqlx::Executor;
use tokio::time::sleep;

use crate::cluster::Cluster;
use crate::failover;
use crate::house::{House, eventually, signal};
use crate::load::Load;
use crate::proxy::Way;
use crate::restore;
use crate::small_disk::fill;
use crate::stand::{Parts, Plan, small_disk};

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    ServerKilled,
    KilledBeforeReply,
    PostgresKilled,
    PostgresRestarted,
    BackendsKilled,
    DatabaseCut,
    DatabaseSlow,
    DatabaseSilent,
    KeysCut,
    KeysSilent,
    DoorsCut,
    ReplicaStopped,
    ReadModelPoisoned,
    ClockMoved,
    RollingRestart,
    DiskFull,
    FailedOver,
    Restored,
}

impl Fault {
    pub const ALL: [Self; 18] = [
        Self::ServerKilled,
        Self::KilledBeforeReply,
        Self::PostgresKilled,
        Self::PostgresRestarted,
        Self::BackendsKilled,
        Self::DatabaseCut,
        Self::DatabaseSlow,
        Self::DatabaseSilent,
        Self::KeysCut,
        Self::KeysSilent,
        Self::DoorsCut,
        Self::ReplicaStopped,
        Self::ReadModelPoisoned,
        Self::ClockMoved,
        Self::RollingRestart,
        Self::DiskFull,
        Self::FailedOver,
        Self::Restored,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::ServerKilled => "server killed (kill -9)",
            Self::KilledBeforeReply => "server killed between commit and reply",
            Self::PostgresKilled => "PostgreSQL killed (kill -9)",
            Self::PostgresRestarted => "PostgreSQL restarted (fast)",
            Self::BackendsKilled => "connections ended by PostgreSQL",
            Self::DatabaseCut => "database cut off",
            Self::DatabaseSlow => "database slow (80 ms a message)",
            Self::DatabaseSilent => "database half-open",
            Self::KeysCut => "keys database cut off",
            Self::KeysSilent => "keys database half-open",
            Self::DoorsCut => "clients cut off",
            Self::ReplicaStopped => "three replicas race, one stopped (SIGSTOP)",
            Self::ReadModelPoisoned => "read model poisoned",
            Self::ClockMoved => "clock jumps forward and back",
            Self::RollingRestart => "rolling restart and migration",
            Self::DiskFull => "disk full (data and write-ahead log)",
            Self::FailedOver => "failover to a standby, and back",
            Self::Restored => "restored from backups",
        }
    }

    pub fn plan(self) -> Plan {
        let plan = Plan::default();
        match self {
            Self::DiskFull => Plan { small_disk: true, ..plan },
            Self::PostgresKilled | Self::PostgresRestarted | Self::FailedOver => {
                Plan { own_postgres: true, ..plan }
            }
            Self::DoorsCut => Plan { doors: true, ..plan },
            Self::ReplicaStopped => Plan { more_servers: 2, ..plan },
            Self::RollingRestart => Plan { more_servers: 1, ..plan },
            Self::ClockMoved => Plan { clock: true, ..plan },
            _ => plan,
        }
    }

    /// Whether it strikes when the clients have stopped.
    pub fn is_for_quiet_times(self) -> bool {
        self == Self::Restored
    }
}

/// Has it fail, and heals it; answers when that was.
pub async fn strike(fault: Fault, house: &House, load: &Load, parts: &mut Parts) -> Instant {
    let moment = |most: u64| Duration::from_millis(load.below(most as usize) as u64);
    sleep(moment(200)).await;
    match fault {
        Fault::ServerKilled => kill(house, parts).await,
        Fault::KilledBeforeReply => {
            parts.data.set(Way::Unanswered);
            let events = "select count(*) from journal.events";
            let answered = house.count(events).await;
            eventually("a commit without an answer", async || house.count(events).await > answered).await;
            kill(house, parts).await;
        }
        Fault::PostgresKilled => {
            let cluster = parts.cluster.as_mut().unwrap();
            cluster.kill().await;
            sleep(moment(500)).await;
            cluster.restart().await;
        }
        Fault::PostgresRestarted => {
            let cluster = parts.cluster.as_mut().unwrap();
            cluster.stop().await;
            cluster.restart().await;
        }
        Fault::BackendsKilled => {
            for _ in 0..3 {
                end_connections(house).await;
                sleep(moment(300)).await;
            }
        }
        Fault::DatabaseCut => break_way(&parts.data, Way::Cut, moment(2000)).await,
        Fault::DatabaseSlow => break_way(&parts.data, Way::Slow(Duration::from_millis(80)), SLOW_FOR).await,
        Fault::DatabaseSilent => break_way(&parts.data, Way::Silent, SILENT_FOR).await,
        Fault::KeysCut => break_way(&parts.keys, Way::Cut, moment(2000)).await,
        Fault::KeysSilent => break_way(&parts.keys, Way::Silent, SILENT_FOR).await,
        Fault::DoorsCut => {
            for way in [Way::Cut, Way::Slow(Duration::from_millis(200)), Way::Cut] {
                break_way(&parts.doors[0], way, moment(700)).await;
                sleep(moment(300)).await;
            }
        }
        Fault::ReplicaStopped => {
            let stopped = load.below(parts.servers.len());
            let stopped = parts.servers[stopped].as_ref().unwrap().pid();
            signal(stopped, "STOP");
            sleep(Duration::from_secs(2) + moment(4000)).await;
            signal(stopped, "CONT");
        }
        Fault::ReadModelPoisoned => poison(house, load).await,
        Fault::ClockMoved => {
            for (off, is_off) in CLOCKS {
                fs::write(&parts.clock, off).unwrap();
                let by_that_clock = format!(
                    "select count(*) from journal.events
                     where (metadata->>'at')::timestamptz - recorded_at {is_off}
                       and recorded_at > clock_timestamp() - interval '1 second'"
                );
                eventually("a command by that clock", async || house.count(&by_that_clock).await > 0).await;
                sleep(moment(500)).await;
            }
        }
        Fault::RollingRestart => {
            succeeds(house, &["migrate"]).await;
            for server in 0..parts.servers.len() {
                let stopping = parts.servers[server].take().unwrap();
                assert!(stopping.stop().await.success());
                parts.start(house, server).await;
            }
            succeeds(house, &["rebuild", "overview"]).await;
        }
        Fault::DiskFull => fill_disk(house, parts.cluster.as_mut().unwrap()).await,
        Fault::FailedOver => failover::there_and_back(house, load, parts).await,
        Fault::Restored => restore::older_data_and_older_keys(house, load, parts).await,
    }
    Instant::now()
}

/// Kills the first server; its successor finds every way open.
async fn kill(house: &House, parts: &mut Parts) {
    signal(parts.servers[0].as_ref().unwrap().pid(), "KILL");
    parts.servers[0] = None;
    parts.data.set(Way::Open);
    parts.start(house, 0).await;
}

/// Seconds by which the clock is off, and how a command shows it. Never before its own time: no token would hold.
const CLOCKS: [(&str, &str); 4] = [
    ("+3000", "> '40 minutes'"),
    ("+60", "< '2 minutes'"),
    ("+2400", "> '30 minutes'"),
    ("+0", "< '30 seconds'"),
];
const SLOW_FOR: Duration = Duration::from_secs(3);
/// Longer than any call may take (`REQUEST_TIMEOUT_SECONDS` of the stand).
const SILENT_FOR: Duration = Duration::from_secs(5);

async fn break_way(proxy: &crate::proxy::Proxy, way: Way, time: Duration) {
    proxy.set(way);
    sleep(time).await;
    proxy.set(Way::Open);
}

/// The tables cannot grow, and the log has no room for its next segment. PostgreSQL gives up, or it refuses, and the
/// service with it, until there is room again.
async fn fill_disk(house: &House, cluster: &mut Cluster) {
    let filling = fill(&small_disk());
    eventually("the service to be not ready", async || {
        // Refused itself, as soon as there is no room.
        let _ = house.pool().execute("select txid_current(); select pg_switch_wal()").await;
        let ready = house.http().get(house.url("/v1/health/ready")).send().await;
        ready.is_ok_and(|answer| answer.status() == 503)
    })
    .await;
    sleep(Duration::from_secs(1)).await;
    fs::remove_file(filling).unwrap();
    cluster.revive().await;
    eventually("PostgreSQL to write again", async || {
        house.pool().execute("create temporary table room as select 1").await.is_ok()
    })
    .await;
}

async fn end_connections(house: &House) {
    let end = "select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and usename = 'schakel_service'";
    house.pool().execute(end).await.unwrap();
}

/// The lookup cannot take in whoever is reported next: it stops, operators see it, and questions about people are
/// answered with an error, until it is mended.
async fn poison(house: &House, load: &Load) {
    let table = "rm_lookup.lookup_token";
    let sick = format!("alter table {table} add constraint sick check (false) not valid");
    house.pool().execute(&*sick).await.unwrap();
    eventually("the lookup to stop", async || {
        String::from_utf8_lossy(&house.run(&["projections", "status"]).await.stdout)
            .contains("lookup: STOPPED")
    })
    .await;
    load.ask_about_last(house, 10).await;
    house.pool().execute(&*format!("alter table {table} drop constraint sick")).await.unwrap();
    succeeds(house, &["projections", "retry", "lookup"]).await;
}

pub async fn succeeds(house: &House, arguments: &[&str]) {
    let output = house.run(arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}
