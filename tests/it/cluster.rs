//! A PostgreSQL of a test's own: it can be stopped and killed, and nobody else notices.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use schakel_embedded_postgres::{Postgres, Settings};
use sqlx::ConnectOptions;
use tempfile::TempDir;

use crate::house::House;

/// PostgreSQL's own folder in a cluster's.
const PGDATA: &str = "data/pgdata";

/// A PostgreSQL that can be stopped: other tests do without it.
pub struct Cluster {
    folder: TempDir,
    parameters: Vec<(String, String)>,
    running: Option<Postgres>,
}

impl Cluster {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With parameters of its own.
    pub async fn start_with(parameters: &[(&str, &str)]) -> Self {
        let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let mut cluster = Self { folder: folder_in(&std::env::temp_dir()), parameters, running: None };
        cluster.restart().await;
        cluster
    }

    /// With its data on that disk.
    pub async fn start_on(disk: &Path) -> Self {
        let mut cluster = Self { folder: folder_in(disk), parameters: Vec::new(), running: None };
        cluster.restart().await;
        cluster
    }

    /// A standby that follows this one by streaming.
    pub async fn standby(&self) -> Self {
        let folder = folder_in(&std::env::temp_dir());
        let mut backup = Command::new(self.postgres().bin_dir().join("pg_basebackup"));
        backup.arg("--host").arg(self.socket()).args(["--username", "schakel_admin", "--checkpoint", "fast"]);
        backup.arg("--write-recovery-conf").arg("--pgdata").arg(folder.path().join(PGDATA));
        let mut hand_over = Command::new("chown");
        hand_over.arg("--recursive").arg("--reference").arg(self.folder.path().join(PGDATA));
        hand_over.arg(folder.path().join("data"));
        for mut command in [backup, hand_over] {
            let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let mut standby = Self { folder, parameters: self.parameters.clone(), running: None };
        standby.restart().await;
        standby
    }

    /// Starts it again, if it has given up by itself.
    pub async fn revive(&mut self) {
        if !Path::new("/proc").join(self.postgres().pid().to_string()).exists() {
            let ended = self.running.take();
            tokio::task::spawn_blocking(move || drop(ended)).await.unwrap();
            self.restart().await;
        }
    }

    /// On the same data, and for clients at the same place.
    pub async fn restart(&mut self) {
        let data = self.folder.path().join("data");
        let settings = Settings { parameters: self.parameters.clone(), ..Settings::new(data) };
        let postgres = Postgres::start(settings).await.unwrap();
        let link = self.socket();
        if link.symlink_metadata().is_ok() {
            fs::remove_file(&link).unwrap();
        }
        symlink(postgres.socket_dir(), &link).unwrap();
        self.running = Some(postgres);
    }

    pub async fn stop(&mut self) {
        self.running.take().unwrap().stop().await.unwrap();
    }

    /// `kill -9` for the server and every process of it, and waits until all are gone.
    pub async fn kill(&mut self) {
        let postgres = self.running.take().unwrap();
        let server = postgres.pid().to_string();
        let children = fs::read_to_string(format!("/proc/{server}/task/{server}/children")).unwrap();
        // One that has ended by itself meanwhile cannot be killed.
        let mut kill = Command::new("kill");
        kill.args(["-s", "KILL", &server]).args(children.split_whitespace()).stderr(Stdio::null());
        kill.status().unwrap();
        tokio::task::spawn_blocking(move || drop(postgres)).await.unwrap();
    }

    /// A House whose databases are here, with settings of its own.
    pub async fn open_house(&self, settings: &[(&str, &str)]) -> House {
        let mut house = self.closed_house(settings).await;
        house.start().await;
        house
    }

    /// The same, whose server is not started yet.
    pub async fn closed_house(&self, settings: &[(&str, &str)]) -> House {
        let postgres = self.postgres();
        let mut admin = postgres.options("postgres").connect().await.unwrap();
        sqlx::query("create role schakel_service login").execute(&mut admin).await.unwrap();
        postgres.create_database("house").await.unwrap();
        postgres.create_database("keys").await.unwrap();
        let databases = self.databases();
        let databases = databases.iter().map(|(name, url)| (*name, url.as_str()));
        let settings: Vec<_> = databases.chain(settings.iter().copied()).collect();
        let house = House::closed(&settings).await;
        let output = house.run(&["migrate"]).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        house.establish().await;
        house
    }

    fn databases(&self) -> [(&'static str, String); 4] {
        let url = |database: &str, role: &str| {
            format!("postgres://{role}@localhost:5432/{database}?host={}", self.socket().display())
        };
        [
            ("DATABASE_URL", url("house", "schakel_service")),
            ("DATABASE_OWNER_URL", url("house", "schakel_admin")),
            ("KEYS_DATABASE_URL", url("keys", "schakel_service")),
            ("KEYS_DATABASE_OWNER_URL", url("keys", "schakel_admin")),
        ]
    }

    /// The server.
    pub fn postgres(&self) -> &Postgres {
        self.running.as_ref().unwrap()
    }

    /// The folder of its socket, wherever it is after a restart.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }
}

/// Whoever runs PostgreSQL may enter it.
fn folder_in(parent: &Path) -> TempDir {
    let open = Permissions::from_mode(0o755);
    tempfile::Builder::new().prefix("schakel-pg-").permissions(open).tempdir_in(parent).unwrap()
}
