//! A House whose server runs in this process, with a clock of its own: the real doors, application and databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use futures::FutureExt;
use futures::future::BoxFuture;
use schakel::assembly::{Assembled, application};
use schakel::establish::Beginning;
use schakel::health::{Readiness, Report};
use schakel::serve::{House as Doors, serve_on};
use schakel_application::Application;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::actors::Actor;
use crate::clock::Clock;
use crate::doors::{Client, Door, Envelope, Reply, Trouble};
use crate::house::{House, beginning, channel, next_databases, postgres};

/// The House, its clock, and how often it was called.
pub struct Served {
    pub house: House,
    pub clock: Arc<Clock>,
    pub application: Application,
    address: String,
    channel: tonic::transport::Channel,
    shutdown: CancellationToken,
    serving: JoinHandle<()>,
    calls: AtomicUsize,
}

struct Ready;

impl Readiness for Ready {
    fn check(&self) -> BoxFuture<'_, Report> {
        async { Report { ready: true, needs: Vec::new(), projections: Vec::new() } }.boxed()
    }
}

impl Served {
    /// Established on this day.
    pub async fn from(day: NaiveDate) -> Self {
        let house = bare().await;
        let clock = Arc::new(Clock::on(day));
        let assembled = application(&house.config(), clock.clone()).await.unwrap();
        let application = assembled.application.clone();
        let beginning = Beginning::parse(&beginning()).unwrap();
        beginning.establish(&application).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(serve(house.config(), assembled, listener, shutdown.clone()));
        let channel = channel(&address);
        let calls = AtomicUsize::new(0);
        Self { house, clock, application, address, channel, shutdown, serving, calls }
    }

    /// Through one door and the other in turn.
    pub async fn call(
        &self,
        actor: &Actor,
        name: &str,
        input: Value,
        envelope: Envelope,
    ) -> Result<Reply, Trouble> {
        let door = Door::BOTH[self.calls.fetch_add(1, Ordering::Relaxed) % 2];
        let client =
            Client { house: &self.house, door, address: &self.address, channel: self.channel.clone() };
        client.call(actor, name, input, envelope).await
    }

    /// How many calls were made.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Ends the server; the databases stay until the House goes.
    pub async fn close(self) -> House {
        self.shutdown.cancel();
        self.serving.await.unwrap();
        self.house
    }
}

/// A House with tables and nothing in them: nobody is authorised yet.
async fn bare() -> House {
    let postgres = postgres().await;
    let (database, keys_database) = next_databases();
    for name in [&database, &keys_database] {
        postgres.create_database(name).await.unwrap();
    }
    let house = House::on(postgres, database, keys_database, &[]);
    let output = house.run(&["migrate"]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    house
}

async fn serve(
    config: schakel::config::Config,
    assembled: Assembled,
    listener: TcpListener,
    shutdown: CancellationToken,
) {
    let Assembled { application, writer, .. } = assembled;
    let journal = application.journal().clone();
    let app = Arc::new(application);
    let doors = Doors::build(app.clone(), app, Arc::new(Ready), &config).unwrap();
    // What is under way when the doors close is recorded, too.
    let closed = CancellationToken::new();
    tokio::join!(
        async {
            serve_on(listener, None, doors.router.clone(), shutdown.clone(), Duration::from_secs(5)).await;
            closed.cancel();
        },
        doors.look_after(shutdown.clone()),
        writer.run(closed.clone()),
        journal.run_projections(shutdown.clone()),
    );
}
