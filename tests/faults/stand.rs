//! A House that is put to the test: its servers, its databases behind ways that can be broken, its clients.

use std::fs;
use std::path::{Path, PathBuf};

use schakel_read_models::projections;
use sqlx::FromRow;
use tempfile::TempDir;

use crate::checker::{Event, Evidence, Record};
use crate::cluster::Cluster;
use crate::house::{House, PROGRAM, Server, copy_template, free_address, next_databases, postgres};
use crate::load::{Load, Target};
use crate::proxy::{End, Proxy};
use crate::small_disk::SMALL_DISK;

/// Nobody is held up for asking much, and nobody waits long for a server that says nothing.
const SETTINGS: [(&str, &str); 3] =
    [("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000"), ("REQUEST_TIMEOUT_SECONDS", "3")];
/// The libraries by which a program's clock can be moved; Debian's package `libfaketime`.
const FAKE_CLOCK: &str = "faketime/libfaketimeMT.so.1";

const SERVICE: &str = "schakel_service";
const OWNER: &str = "schakel_admin";

/// What a stand is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// A PostgreSQL of its own, which can be killed.
    pub own_postgres: bool,
    /// On the small disk.
    pub small_disk: bool,
    /// How many servers beside the first.
    pub more_servers: usize,
    /// Clients come along ways of their own.
    pub doors: bool,
    /// The servers' clock can be moved.
    pub clock: bool,
}

/// The House and its clients: what goes on while something fails.
pub struct Stand {
    pub house: House,
    pub load: Load,
}

/// What fails.
pub struct Parts {
    pub cluster: Option<Cluster>,
    pub servers: Vec<Option<Server>>,
    pub addresses: Vec<String>,
    /// To the data database.
    pub data: Proxy,
    /// To the keys database.
    pub keys: Proxy,
    /// From the clients, one for each server.
    pub doors: Vec<Proxy>,
    /// Tells the servers' clock how far it is off.
    pub clock: PathBuf,
    _folder: TempDir,
}

/// Builds it, with a promise that its servers break, if one is named.
pub async fn open(plan: Plan, sabotage: Option<&str>, run: &str, seed: u64) -> (Stand, Parts) {
    let folder = tempfile::tempdir().unwrap();
    let clock = folder.path().join("clock");
    fs::write(&clock, "+0").unwrap();
    let cluster = match plan {
        Plan { small_disk: true, .. } => Some(Cluster::start_on(&small_disk()).await),
        Plan { own_postgres: true, .. } => Some(Cluster::start().await),
        _ => None,
    };
    let shared = postgres().await;
    let socket = cluster.as_ref().map_or_else(|| shared.socket_dir().to_owned(), Cluster::socket);
    let data = Proxy::to(End::Postgres(socket.clone())).await;
    let keys = Proxy::to(End::Postgres(socket)).await;
    let mut house = match &cluster {
        Some(cluster) => {
            // Wherever PostgreSQL goes, owners find it, too.
            let ways = [
                ("DATABASE_URL", url(&data, SERVICE, "house")),
                ("DATABASE_OWNER_URL", url(&data, OWNER, "house")),
                ("KEYS_DATABASE_URL", url(&keys, SERVICE, "keys")),
                ("KEYS_DATABASE_OWNER_URL", url(&keys, OWNER, "keys")),
            ];
            cluster.closed_house(&settings(&ways)).await
        }
        None => {
            let (database, keys_database) = next_databases();
            copy_template(shared, &database, &keys_database).await;
            let ways = [
                ("DATABASE_URL", url(&data, SERVICE, &database)),
                ("KEYS_DATABASE_URL", url(&keys, SERVICE, &keys_database)),
            ];
            House::on(shared, database, keys_database, &settings(&ways))
        }
    };
    if let Some(promise) = sabotage {
        house.program = sabotaged();
        house.environment.push(("SABOTAGE".into(), promise.into()));
    }
    if plan.clock {
        house.environment.extend(fake_clock(&clock));
    }
    let mut parts = Parts {
        cluster,
        servers: Vec::new(),
        addresses: Vec::new(),
        data,
        keys,
        doors: Vec::new(),
        clock,
        _folder: folder,
    };
    let others = (0..plan.more_servers).map(|_| free_address());
    for address in std::iter::once(house.address().to_owned()).chain(others) {
        let server = house.serve_at(address).await;
        parts.addresses.push(server.address.clone());
        parts.servers.push(Some(server));
    }
    let targets = parts.targets(plan.doors).await;
    let load = Load::of(&house, targets, run.to_owned(), seed).await;
    (Stand { house, load }, parts)
}

fn url(proxy: &Proxy, role: &str, database: &str) -> String {
    format!("postgres://{role}@127.0.0.1:{}/{database}?sslmode=disable", proxy.port)
}

fn settings<'a>(ways: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    SETTINGS.into_iter().chain(ways.iter().map(|(name, url)| (*name, url.as_str()))).collect()
}

/// The program that breaks promises; it is built beside the real one, and never delivered.
pub fn sabotaged() -> PathBuf {
    let program = Path::new(PROGRAM).with_file_name("schakel-sabotaged");
    let build = "cargo build -p schakel --features sabotage --bin schakel-sabotaged";
    assert!(program.is_file(), "the negative controls need their program: {build}");
    program
}

/// A disk that can be filled.
pub fn small_disk() -> PathBuf {
    PathBuf::from(std::env::var_os(SMALL_DISK).expect("the run is in a name space of its own"))
}

fn fake_clock(file: &Path) -> [(String, String); 4] {
    let mut folders = fs::read_dir("/usr/lib").unwrap().flatten();
    let library =
        folders.find_map(|folder| Some(folder.path().join(FAKE_CLOCK)).filter(|path| path.is_file()));
    let library = library.expect("libfaketime is missing: scripts/setup.sh --linters installs it");
    [
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("DONT_FAKE_MONOTONIC", "1".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
}

impl Parts {
    async fn targets(&mut self, doors: bool) -> Vec<Target> {
        if doors {
            for address in &self.addresses {
                self.doors.push(Proxy::to(End::Tcp(address.clone())).await);
            }
            return self.doors.iter().map(|door| Target::at(&format!("127.0.0.1:{}", door.port))).collect();
        }
        self.addresses.iter().map(|address| Target::at(address)).collect()
    }

    /// Starts a server again, where it was.
    pub async fn start(&mut self, house: &House, server: usize) {
        let address = &self.addresses[server];
        let started = house.serve_at(address.clone()).await;
        assert_eq!(started.address, *address, "somebody took the address of a server");
        self.servers[server] = Some(started);
    }
}

impl Stand {
    /// What is in the databases now.
    pub async fn evidence(&self) -> Evidence {
        let house = &self.house;
        let (not_as_rebuilt, not_whole) =
            tokio::join!(not_as_rebuilt(house), complaint(house, &["audit", "verify"]));
        Evidence {
            events: rows::<EventRow>(house, EVENTS).await.into_iter().map(Into::into).collect(),
            audited: rows::<(String,)>(house, AUDITED).await.into_iter().map(|(trace,)| trace).collect(),
            records: rows::<RecordRow>(house, RECORDS).await.into_iter().map(Into::into).collect(),
            with_keys: sqlx::query_scalar("select stream from data_keys where wrapped is not null")
                .fetch_all(house.keys_pool())
                .await
                .unwrap()
                .into_iter()
                .collect(),
            not_as_rebuilt,
            not_whole,
        }
    }
}

const EVENTS: &str = "select aggregate_type, aggregate_id, sequence, event_type,
                             coalesce(metadata->>'correlation', '') as trace from journal.events";
const AUDITED: &str = "select coalesce(trace, '') from journal.audit";
const RECORDS: &str = "select trace_id, reference, found from access_log.record";

#[derive(FromRow)]
struct EventRow {
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    event_type: String,
    trace: String,
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        let EventRow { aggregate_type, aggregate_id, sequence, event_type, trace } = row;
        Self {
            stream: (aggregate_type, aggregate_id),
            version: sequence.unsigned_abs(),
            kind: event_type,
            trace,
        }
    }
}

type RecordRow = (String, Option<String>, bool);

impl From<RecordRow> for Record {
    fn from((trace, reference, found): RecordRow) -> Self {
        Self { trace, reference, found }
    }
}

async fn rows<T>(house: &House, sql: &str) -> Vec<T>
where
    T: for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    sqlx::query_as(sql).fetch_all(house.pool()).await.unwrap()
}

/// Each half of the read models in a process of its own, as a machine has two cores at least.
async fn not_as_rebuilt(house: &House) -> Option<String> {
    let names: Vec<_> = projections().iter().map(|projection| projection.name()).collect();
    let check = async |names: &[&str]| complaint(house, &[&["rebuild", "--check"], names].concat()).await;
    let (some, others) = names.split_at(names.len() / 2);
    let (of_some, of_others) = tokio::join!(check(some), check(others));
    [of_some, of_others].into_iter().flatten().reduce(|one, other| one + &other)
}

/// What the operator's command has to say against it, if it has.
async fn complaint(house: &House, arguments: &[&str]) -> Option<String> {
    let output = house.run(arguments).await;
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    (!output.status.success()).then_some(said)
}
