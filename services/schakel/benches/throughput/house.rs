//! The service as it is released, over its databases, for one run.

use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

use schakel_access::Role;
use sqlx::{Connection, Executor, PgConnection};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::Result;
use crate::client::{Door, Rest};
use crate::databases::Databases;
use crate::sample::{Spent, spent_by};

/// The role as which both the service and pgbench connect.
pub const ROLE: &str = "schakel_service";
const PATIENCE: Duration = Duration::from_secs(60);

/// How many events the slowest following read model has yet to read.
const BEHIND: &str = "
    select count(*) from journal.events
    where (epoch, tx_id, position) > (
        select epoch, tx_id, position from journal.projection where mode = 'following'
        order by epoch, tx_id, position limit 1)";

/// All that runs.
pub struct House {
    /// Where the service listens, with a token of somebody who may do all that is measured.
    pub door: Door,
    /// PostgreSQL and the databases.
    pub databases: Databases,
    service: Option<Service>,
}

/// Ended when it is dropped.
struct Service(Child);

impl Service {
    fn start(databases: &Databases) -> Result<Self> {
        Ok(Self(databases.command("schakel", "schakel_keys")?.arg("serve").spawn()?))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It has ended already, which is all that is asked for.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl House {
    /// Starts the service.
    pub async fn open(databases: Databases) -> Result<Self> {
        let door = door_of(&databases, "bench-1", &[Role::ProcessDirector, Role::InformationCoordinator])?;
        let service = Service::start(&databases)?;
        ready(&door).await?;
        Ok(Self { door, databases, service: Some(service) })
    }

    /// The same door for one of the people of the demo's house.
    pub fn door_for(&self, account: &str, role: Role) -> Result<Door> {
        door_of(&self.databases, account, &[role])
    }

    /// Stops it all, and removes what was written.
    pub async fn close(self) -> Result<()> {
        drop(self.service);
        Ok(fs::remove_dir_all(self.databases.stop().await?)?)
    }

    /// Ends the service, and leaves the databases.
    pub fn halt(&mut self) {
        self.service = None;
    }

    /// Starts the service, which was halted; answers how long it took to be ready.
    pub async fn start(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.service = Some(Service::start(&self.databases)?);
        ready(&self.door).await?;
        Ok(began.elapsed())
    }

    /// The service's process; none has the number 0.
    pub fn pid(&self) -> u32 {
        self.service.as_ref().map_or(0, |Service(child)| child.id())
    }

    /// So that each measurement begins with the same debts.
    pub async fn checkpoint(&self) -> Result<()> {
        let mut admin = PgConnection::connect_with(&self.databases.postgres.options("postgres")).await?;
        admin.execute("checkpoint").await?;
        Ok(admin.close().await?)
    }

    /// Processor time until now, with that process as the server.
    pub fn spent(&self, server: u32) -> Result<Spent> {
        Ok(Spent {
            clients: spent_by(std::process::id(), false)?,
            service: spent_by(server, false)?,
            postgres: spent_by(u32::try_from(self.databases.postgres.pid())?, true)?,
        })
    }

    /// Events that the following read models have yet to read.
    pub async fn behind(&self) -> Result<i64> {
        let mut admin = PgConnection::connect_with(&self.databases.postgres.options("schakel")).await?;
        let behind = sqlx::query_scalar(BEHIND).fetch_one(&mut admin).await?;
        admin.close().await?;
        Ok(behind)
    }

    /// Waits until they have read them.
    pub async fn caught_up(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.behind().await? > 0 {
            if Instant::now() > deadline {
                return Err("the read models do not catch up".into());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

fn door_of(databases: &Databases, account: &str, roles: &[Role]) -> Result<Door> {
    let token = databases.issuer.mint(account, "veiligheidshuis", roles, Duration::from_secs(2 * 3600))?;
    Ok(Door { address: databases.address.clone(), authorization: format!("Bearer {token}") })
}

/// Waits until the service says that it is ready.
async fn ready(door: &Door) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while is_ready(door).await.is_err() {
        if Instant::now() > deadline {
            return Err("the service is not ready".into());
        }
        sleep(Duration::from_millis(2)).await;
    }
    Ok(())
}

async fn is_ready(door: &Door) -> Result<()> {
    Rest::open(door).await?.get("/v1/health/ready").await.map(drop)
}

/// Waits until something listens there.
pub async fn listens(address: &str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(address).await.is_err() {
        if Instant::now() > deadline {
            return Err("the server does not answer".into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
