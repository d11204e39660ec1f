//! PostgreSQL and the databases, on a folder.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use schakel::config::Config;
use schakel::identity::demo::Issuer;
use schakel_embedded_postgres::{Postgres, Settings, can_keep_data_in};
use schakel_vault::Secrets;
use sqlx::{Connection, Executor, PgConnection};

use crate::house::ROLE;
use crate::memory::Memory;
use crate::{Result, stock_server};

/// The service's program.
pub const BINARY: &str = env!("CARGO_BIN_EXE_schakel");
/// The region in which everything happens.
pub const REGION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regions/hollands-midden.toml");

/// The issuer of the tokens, which the demo's is not.
const ISSUER: &str = "https://issuer.example.nl";
/// The audience that they name.
const AUDIENCE: &str = "schakel";

/// Its organisations, people and covenant: those of the demo, and whoever asks here.
const HOUSE: [&str; 2] = [include_str!("../../src/demo/house.toml"), ASKER];
const ASKER: &str = r#"
[[people]]
account = "bench-1"
organisation = "veiligheidshuis"
name = "Meetlat"
roles = ["process_director", "information_coordinator"]
"#;

/// Durable, migrated, and with their secrets beside them.
pub struct Databases {
    /// PostgreSQL.
    pub postgres: Postgres,
    /// Everything that is written stands here.
    pub folder: PathBuf,
    /// Where the service is to listen.
    pub address: String,
    /// Whose tokens the service believes.
    pub issuer: Issuer,
}

impl Databases {
    /// Empty ones, in a folder that is made anew.
    pub async fn fresh(folder: PathBuf) -> Result<Self> {
        empty(&folder)?;
        fs::write(secrets_file(&folder), Secrets::generate()?.1)?;
        let postgres = Postgres::start(settings_in(&folder)?).await?;
        for database in ["schakel", "schakel_keys", "bare", stock_server::DATABASE] {
            postgres.create_database(database).await?;
        }
        let mut admin = PgConnection::connect_with(&postgres.options("postgres")).await?;
        admin.execute(format!("create role {ROLE} login").as_str()).await?;
        admin.close().await?;
        Self::on(postgres, folder)?.established()
    }

    /// Those that stand in the folder, brought to the newest form.
    pub async fn existing(folder: PathBuf) -> Result<Self> {
        Self::on(Postgres::start(settings_in(&folder)?).await?, folder)
    }

    fn on(postgres: Postgres, folder: PathBuf) -> Result<Self> {
        let address = format!("127.0.0.1:{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let issuer = Issuer::open(&folder.join("issuer"), ISSUER, AUDIENCE)?;
        let databases = Self { postgres, folder, address, issuer };
        // The bare SQL writes its keys in a transaction of their own, in the database that it has.
        for (data, keys) in [("schakel", "schakel_keys"), ("bare", "bare")] {
            let mut migrate = databases.command(data, keys)?;
            if !migrate.arg("migrate").status()?.success() {
                return Err("the migration failed".into());
            }
        }
        Ok(databases)
    }

    /// With the people and the covenant of a House; a House is established once.
    fn established(self) -> Result<Self> {
        let house = self.folder.join("house.toml");
        fs::write(&house, HOUSE.concat())?;
        let mut establish = self.command("schakel", "schakel_keys")?;
        if !establish.arg("establish").arg(&house).status()?.success() {
            return Err("the House was not established".into());
        }
        Ok(self)
    }

    /// The key-encryption keys and peppers.
    pub fn secrets(&self) -> Result<Secrets> {
        Ok(Secrets::parse(&fs::read_to_string(secrets_file(&self.folder))?)?)
    }

    /// The service's program, with all settings.
    pub fn command(&self, data: &str, keys: &str) -> Result<Command> {
        let log = File::options().create(true).append(true).open(self.folder.join("service.log"))?;
        let mut command = Command::new(BINARY);
        command.env_clear().envs(self.settings(data, keys)).stdout(log);
        Ok(command)
    }

    /// The service's configuration, for what is measured within this process.
    pub fn config(&self) -> Result<Config> {
        Config::read("", self.settings("schakel", "schakel_keys"))
            .map_err(|mistakes| mistakes.join("; ").into())
    }

    fn settings(&self, data: &str, keys: &str) -> Vec<(String, String)> {
        let (postgres, admin) = (&self.postgres, "schakel_admin");
        let settings = [
            ("LISTEN", self.address.clone()),
            ("METRICS_LISTEN", "127.0.0.1:0".to_owned()),
            ("PUBLIC_URL", format!("http://{}", self.address)),
            ("CONTACT_NAME", "Team Schakel".to_owned()),
            ("CONTACT_EMAIL", "schakel@example.nl".to_owned()),
            ("CONTACT_URL", "https://schakel.example.nl".to_owned()),
            ("DATABASE_URL", postgres.url(data, ROLE)),
            ("DATABASE_OWNER_URL", postgres.url(data, admin)),
            ("KEYS_DATABASE_URL", postgres.url(keys, ROLE)),
            ("KEYS_DATABASE_OWNER_URL", postgres.url(keys, admin)),
            ("SECRETS_FILE", secrets_file(&self.folder).display().to_string()),
            ("REGION_FILE", REGION.to_owned()),
            ("TOKEN_ISSUERS", ISSUER.to_owned()),
            ("TOKEN_KEY_SET", self.issuer.key_set_file().display().to_string()),
            ("LOOKUPS_PER_MINUTE", "100000000".to_owned()),
        ];
        // What is set for other purposes stays out; what is set for a bench comes in.
        let tuned = std::env::vars().filter_map(|(name, value)| {
            Some((format!("SCHAKEL_{}", name.strip_prefix("BENCH_SCHAKEL_")?), value))
        });
        settings.map(|(name, value)| (format!("SCHAKEL_{name}"), value)).into_iter().chain(tuned).collect()
    }

    /// Ends it, and leaves the folder as it is.
    pub async fn stop(self) -> Result<PathBuf> {
        self.postgres.stop().await?;
        Ok(self.folder)
    }
}

/// Below `target/`; where an unprivileged PostgreSQL cannot get there, in the folder for what is
/// temporary.
pub fn folder(name: &str) -> PathBuf {
    let below_target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let folder = match can_keep_data_in(&below_target) {
        true => below_target,
        false => std::env::temp_dir().join("schakel-bench"),
    };
    folder.join(name)
}

/// Makes the folder, with nothing in it.
pub fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// With a quarter of the machine's memory, as PostgreSQL's documentation and the operators' guide advise: its default
/// is for a machine that does something else.
fn settings_in(folder: &Path) -> Result<Settings> {
    let buffers = format!("{:.0}MB", Memory::of_machine()? / 4.0);
    let parameters = vec![("shared_buffers".to_owned(), buffers)];
    Ok(Settings { parameters, ..Settings::new(folder.join("postgres")) })
}

fn secrets_file(folder: &Path) -> PathBuf {
    folder.join("secrets.toml")
}
