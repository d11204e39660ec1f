//! A caller who goes away leaves no connection inside a transaction: whoever got it next would be told of a
//! commit that never comes.

use std::collections::BTreeSet;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures::poll;
use sqlx::{Executor, PgConnection, Row};
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use schakel_connections::Pool;
use schakel_embedded_postgres::shared;

use crate::dossier::Command;
use crate::proxy::{Cut, Proxy};
use crate::world::{LONG, World, execute, request};

/// Callers who give up, each a little later than the one before.
const CALLERS: u32 = 400;
const STEP: Duration = Duration::from_micros(20);

const INSIDE: &str = "select count(*) from pg_stat_activity
                      where datname = current_database() and state like 'idle in transaction%'";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_half_way_leaves_no_transaction_open() {
    let world = World::new().await;
    let request = request();
    let mut came_through = 0;
    for caller in 0..CALLERS {
        let id = format!("dossier-{caller}");
        let began = Instant::now();
        {
            let mut given = pin!(execute(&world.journal, &id, Command::open(), &request));
            while began.elapsed() < STEP * caller {
                if poll!(given.as_mut()).is_ready() {
                    came_through += 1;
                    break;
                }
                yield_now().await;
            }
        }
        let closed = async {
            while world.count(INSIDE).await > 0 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let closed = timeout(Duration::from_secs(10), closed).await;
        assert!(closed.is_ok(), "caller {caller} left a transaction open");
    }
    assert!((1..CALLERS).contains(&came_through), "{came_through} callers did not give up");
}

#[tokio::test]
async fn what_is_read_in_a_transaction_leaves_none_open_and_keeps_its_connection() {
    let world = World::new().await;
    let pool = Pool::open(world.options.clone(), 1).await.unwrap();
    let mut connections = BTreeSet::new();
    for _ in 0..3 {
        let mut reading = pool.lend().await.unwrap().reading().await.unwrap();
        let (connection, is_idle) = standing(&mut reading).await;
        assert!(!is_idle, "it reads in a transaction");
        connections.insert(connection);
    }
    let (connection, is_idle) = standing(&mut pool.lend().await.unwrap()).await;
    assert!(is_idle, "the transaction before it has ended");
    connections.insert(connection);
    assert_eq!(connections.len(), 1);
}

/// Which connection it is, and whether it stands in no transaction, in which time would stand still.
async fn standing(connection: &mut PgConnection) -> (i32, bool) {
    let row = connection.fetch_one("select pg_backend_pid(), now() = statement_timestamp()").await.unwrap();
    (row.get(0), row.get(1))
}

/// More than a pool has connections.
const SPELLS: usize = 40;

/// Each spell of a server that says nothing any more would take a connection for good.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_waiting_for_a_transaction_leaves_the_connection_to_others() {
    let world = World::new().await;
    let proxy = Proxy::start(shared().await.socket_dir(), Cut::SilentAtBegin);
    let journal = world.reached_through(proxy.options(world.options.clone())).await;
    let request = request();
    for spell in 0..SPELLS {
        let id = format!("dossier-{spell}");
        proxy.arm();
        tokio::select! {
            given = execute(&journal, &id, Command::open(), &request) => panic!("spell {spell}: {given:?}"),
            silent = timeout(LONG, silence(&proxy)) => assert!(silent.is_ok(), "spell {spell}: no transaction was asked for"),
        }
        let given = execute(&journal, &id, Command::open(), &request).await;
        assert!(given.is_ok(), "after {spell} spells: {given:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_given_back_as_the_server_falls_silent_keeps_no_place_in_the_pool() {
    let world = World::new().await;
    let proxy = Proxy::start(shared().await.socket_dir(), Cut::SilentAtReturn);
    let journal = world.reached_through(proxy.options(world.options.clone())).await;
    let request = request();
    for spell in 0..SPELLS {
        let id = format!("dossier-{spell}");
        proxy.arm();
        let given = execute(&journal, &id, Command::open(), &request).await;
        assert!(given.is_ok(), "after {spell} spells: {given:?}");
        timeout(LONG, silence(&proxy)).await.unwrap();
    }
}

/// Until the proxy has cut.
async fn silence(proxy: &Proxy) {
    while !proxy.has_cut() {
        sleep(Duration::from_millis(1)).await;
    }
}
