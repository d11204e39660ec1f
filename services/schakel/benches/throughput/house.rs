//! PostgreSQL, the databases, and the service as it is released, for one run.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use http::HeaderValue;
use schakel::demo::{AUDIENCE, ISSUER};
use schakel::identity::demo::Issuer;
use schakel_access::Role;
use schakel_embedded_postgres::{Postgres, Settings, can_keep_data_in};
use schakel_vault::Secrets;
use sqlx::{Connection, Executor, PgConnection};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::load::Load;
use crate::sample::{Sample, Spent, spent_by};
use crate::{MEASURED, Result, WARM_UP};

const BINARY: &str = env!("CARGO_BIN_EXE_schakel");
const REGION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regions/hollands-midden.toml");
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
    /// Where the service listens.
    pub address: String,
    /// What every call carries: somebody who may do all that is measured.
    pub authorization: HeaderValue,
    /// PostgreSQL.
    pub postgres: Postgres,
    /// Everything that is written stands here.
    pub folder: PathBuf,
    service: Service,
}

/// Ended when it is dropped.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        // It has ended already, which is all that is asked for.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl House {
    /// Starts it all on a folder of its own, empty.
    pub async fn open() -> Result<Self> {
        let folder = fresh_folder()?;
        let postgres = Postgres::start(Settings::new(folder.join("postgres"))).await?;
        for database in ["schakel", "schakel_keys", "bare"] {
            postgres.create_database(database).await?;
        }
        let mut admin = PgConnection::connect_with(&postgres.options("postgres")).await?;
        admin.execute(format!("create role {ROLE} login").as_str()).await?;
        admin.close().await?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let issuer = Issuer::open(&folder.join("issuer"), ISSUER, AUDIENCE)?;
        fs::write(folder.join("secrets.toml"), Secrets::generate()?.1)?;
        let setting = |schakel: &mut Command, data: &str, keys: &str| {
            configure(schakel, &postgres, &folder, &issuer, &address, data, keys);
        };
        // The bare SQL writes its keys in a transaction of their own, in the database that it has.
        for (data, keys) in [("schakel", "schakel_keys"), ("bare", "bare")] {
            let mut migrate = Command::new(BINARY);
            setting(&mut migrate, data, keys);
            if !migrate.arg("migrate").stdout(log(&folder)?).status()?.success() {
                return Err("the migration failed".into());
            }
        }
        let mut serve = Command::new(BINARY);
        setting(&mut serve, "schakel", "schakel_keys");
        let service = Service(serve.arg("serve").stdout(log(&folder)?).spawn()?);
        let roles = [Role::ProcessDirector, Role::ZsmCoordinator];
        let token = issuer.mint("bench-1", "veiligheidshuis", &roles, Duration::from_secs(3600))?;
        let authorization = HeaderValue::try_from(format!("Bearer {token}"))?;
        let house = Self { address, authorization, postgres, folder, service };
        house.answers().await?;
        Ok(house)
    }

    /// Stops it all, and removes what was written.
    pub async fn close(self) -> Result<()> {
        drop(self.service);
        self.postgres.stop().await?;
        Ok(fs::remove_dir_all(&self.folder)?)
    }

    /// Lets that many clients work at once.
    pub async fn measure(&self, load: &Load, clients: usize) -> Result<Sample> {
        println!("{} × {clients}", load.name);
        self.checkpoint().await?;
        let working = try_join_all((0..clients).map(|client| load.clone().work(self, client, clients)));
        let watching = async {
            sleep(WARM_UP).await;
            let before = self.spent()?;
            sleep(MEASURED).await;
            Ok(self.spent()? - before)
        };
        let (took, spent) = tokio::try_join!(working, watching)?;
        let mut sample = Sample::new(load.name, clients, took.concat(), spent);
        sample.behind = Some(self.behind().await?);
        self.caught_up().await?;
        Ok(sample)
    }

    /// So that each measurement begins with the same debts.
    pub async fn checkpoint(&self) -> Result<()> {
        let mut admin = PgConnection::connect_with(&self.postgres.options("postgres")).await?;
        admin.execute("checkpoint").await?;
        Ok(admin.close().await?)
    }

    /// Processor time until now.
    pub fn spent(&self) -> Result<Spent> {
        Ok(Spent {
            clients: spent_by(std::process::id(), false)?,
            service: spent_by(self.service.0.id(), false)?,
            postgres: spent_by(u32::try_from(self.postgres.pid())?, true)?,
        })
    }

    async fn behind(&self) -> Result<i64> {
        let mut admin = PgConnection::connect_with(&self.postgres.options("schakel")).await?;
        let behind = sqlx::query_scalar(BEHIND).fetch_one(&mut admin).await?;
        admin.close().await?;
        Ok(behind)
    }

    async fn caught_up(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.behind().await? > 0 {
            if Instant::now() > deadline {
                return Err("the read models do not catch up".into());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    async fn answers(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(&self.address).await.is_err() {
            if Instant::now() > deadline {
                return Err("the service does not answer".into());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

fn configure(
    schakel: &mut Command,
    postgres: &Postgres,
    folder: &Path,
    issuer: &Issuer,
    address: &str,
    data: &str,
    keys: &str,
) {
    let admin = "schakel_admin";
    let settings = [
        ("LISTEN", address.to_owned()),
        ("METRICS_LISTEN", "127.0.0.1:0".to_owned()),
        ("PUBLIC_URL", format!("http://{address}")),
        ("CONTACT_NAME", "Team Schakel".to_owned()),
        ("CONTACT_EMAIL", "schakel@example.nl".to_owned()),
        ("CONTACT_URL", "https://schakel.example.nl".to_owned()),
        ("DATABASE_URL", postgres.url(data, ROLE)),
        ("DATABASE_OWNER_URL", postgres.url(data, admin)),
        ("KEYS_DATABASE_URL", postgres.url(keys, ROLE)),
        ("KEYS_DATABASE_OWNER_URL", postgres.url(keys, admin)),
        ("SECRETS_FILE", folder.join("secrets.toml").display().to_string()),
        ("REGION_FILE", REGION.to_owned()),
        ("TOKEN_ISSUERS", ISSUER.to_owned()),
        ("TOKEN_KEY_SET", issuer.key_set_file().display().to_string()),
    ];
    // What is set for other purposes stays out; what is set for a bench comes in.
    let tuned = std::env::vars().filter_map(|(name, value)| {
        Some((format!("SCHAKEL_{}", name.strip_prefix("BENCH_SCHAKEL_")?), value))
    });
    let settings = settings.map(|(name, value)| (format!("SCHAKEL_{name}"), value));
    schakel.env_clear().envs(settings).envs(tuned);
}

/// Below `target/`; where an unprivileged PostgreSQL cannot get there, in the folder for what is
/// temporary.
fn fresh_folder() -> Result<PathBuf> {
    let below_target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let folder = match can_keep_data_in(&below_target) {
        true => below_target,
        false => std::env::temp_dir().join("schakel-bench"),
    };
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn log(folder: &Path) -> Result<File> {
    Ok(File::options().create(true).append(true).open(folder.join("service.log"))?)
}
