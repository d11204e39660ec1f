//! What the tests of the doors are made of.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use schakel_access::Role;
use schakel_access_log::AccessLog;
use schakel_application::{Application, Limits};
use schakel_connections::Pool;
use schakel_domain::region::Region;
use schakel_embedded_postgres::shared;
use schakel_journal::Journal;
use schakel_vault::{Secrets, Vault};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::assembly::{RealSurroundings, chain_key};
use crate::config::Config;
use crate::health::{Need, Readiness, Report};
use crate::identity::demo::Issuer;

const REGION: &str = include_str!("../../../regions/hollands-midden.toml");

/// The reference region.
pub fn region() -> Region {
    toml::from_str(REGION).unwrap()
}

/// An application that knows its region and writes the log of who saw what; no test of the doors goes
/// further.
pub async fn application() -> Arc<Application> {
    let region = region();
    let nowhere = || Pool::lazy("postgres://nowhere/none".parse().unwrap(), 1);
    let (secrets, _) = Secrets::generate().unwrap();
    let vault = Vault::new(nowhere(), secrets);
    let (access_log, writer) = AccessLog::open(log_database().await, chain_key(&vault));
    tokio::spawn(writer.run(CancellationToken::new()));
    let journal = Journal::new(nowhere(), vault, Vec::new(), Application::upcasters);
    let surroundings = Arc::new(RealSurroundings);
    Arc::new(Application::new(journal, access_log, region, surroundings, Limits::default()).unwrap())
}

/// A database with nothing but the log of who saw what.
async fn log_database() -> Pool {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let postgres = shared().await;
    let name = format!("doors_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    postgres.create_database(&name).await.unwrap();
    let owner = postgres.options(&name);
    AccessLog::migrate(&owner, "schakel_admin").await.unwrap();
    Pool::lazy(owner, 10)
}

/// An issuer with a folder of its own.
pub struct Tokens {
    _folder: TempDir,
    issuer: Issuer,
}

impl Tokens {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let issuer = Issuer::open(folder.path(), "https://issuer.example", "schakel").unwrap();
        Self { _folder: folder, issuer }
    }

    /// The value of an `Authorization` header.
    pub fn bearer(&self, roles: &[Role]) -> String {
        let token = self.issuer.mint("account", "dorp", roles, Duration::from_secs(60)).unwrap();
        format!("Bearer {token}")
    }

    /// A configuration that accepts these tokens.
    pub fn config(&self) -> Config {
        let file = format!(
            r#"
            public_url = "https://schakel.example.nl"
            contact_name = "Team Schakel"
            contact_email = "team@example.nl"
            contact_url = "https://schakel.example.nl"
            database_url = "postgres://nowhere/data"
            keys_database_url = "postgres://nowhere/keys"
            secrets_file = "unused"
            region_file = "unused"
            token_issuers = ["https://issuer.example"]
            token_key_set = "{}"
            cors_origins = ["https://friend.example"]
            max_body_bytes = 4096
            "#,
            self.issuer.key_set_file().display()
        );
        Config::read(&file, []).unwrap()
    }
}

/// Ready or not, as told.
pub struct Told(pub bool);

impl Readiness for Told {
    fn check(&self) -> BoxFuture<'_, Report> {
        let report = Report {
            ready: self.0,
            needs: vec![Need { name: "data".into(), answers: self.0 }],
            projections: vec![],
        };
        std::future::ready(report).boxed()
    }
}
