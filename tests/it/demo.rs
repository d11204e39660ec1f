//! `schakel demo`: comes up with nothing configured, keeps its data, leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use schakel_access::Role;
use schakel_domain::code::Code;
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions, Connection, Executor};
use tempfile::TempDir;

use crate::house::{PATIENCE, PROGRAM, eventually, free_address, signal};

/// What `schakel demo` loads: how many cases are in which state.
const REGION: [(&str, usize); 7] = [
    ("reported", 5),
    ("weighed", 2),
    ("scheduled", 2),
    ("planned", 1),
    ("monitored", 1),
    ("escalated", 1),
    ("closed", 2),
];

/// The events of the demo's cases: its House was there before them.
const TOLD: &str = "select count(*) from journal.events where metadata->>'correlation' = 'demo'";

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_has_cases_in_every_state_and_a_token_for_every_role() {
    let folder = Folder::new();
    let mut demo = Demo::up(&folder).await;
    assert_eq!(states(&demo.cases().await), REGION.map(|(state, count)| (state.to_owned(), count)).into());
    for role in Role::ALL {
        let answer = demo.get("/v1/catalogue", role.code()).await;
        assert_eq!(answer.status(), 200, "{}", role.code());
    }
    assert_eq!(demo.agendas().await, [("aftercare", 1), ("briefing", 3), ("focus", 1)].map(owned).into());
    for path in ["/explorer/", "/v1/openapi.json", "/v1/health/ready"] {
        let answer = client().get(format!("{}{path}", demo.url)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    let metrics = client().get(format!("http://{}/metrics", demo.metrics)).send().await.unwrap();
    assert!(metrics.text().await.unwrap().contains("http_requests_total"));
    let postgres = demo.postgres();
    assert!(demo.interrupted().await.success(), "{}", demo.said());
    assert!(!postgres.is_alive(), "PostgreSQL was left behind");
    assert!(!postgres.socket_folder.exists(), "the folder of the socket was left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_keeps_its_data_when_it_is_stopped_and_when_it_is_killed() {
    let folder = Folder::new();
    let mut demo = Demo::up(&folder).await;
    let cases = demo.cases().await;
    assert!(demo.interrupted().await.success(), "{}", demo.said());

    let mut again = Demo::up(&folder).await;
    assert_eq!(again.cases().await, cases);
    assert!(!again.said().contains("loading the demo region"), "{}", again.said());
    again.killed();

    let once_more = Demo::up(&folder).await;
    assert_eq!(once_more.cases().await, cases);
    assert!(!once_more.said().contains("loading the demo region"), "{}", once_more.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_demo_on_the_same_folder_is_told_that_it_is_in_use() {
    let folder = Folder::new();
    let first = Demo::up(&folder).await;
    let mut second = Demo::start(&folder);
    let status = second.ended().await;
    assert!(!status.success());
    let said = second.said();
    assert!(said.contains("is in use by another process"), "{said}");
    assert!(said.contains(&folder.path().display().to_string()), "{said}");
    drop(second);
    assert_eq!(first.cases().await.len(), REGION.iter().map(|(_, count)| count).sum::<usize>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_was_broken_off_while_loading_completes_its_region_without_doubling() {
    let folder = Folder::new();
    let mut demo = Demo::start(&folder);
    demo.says("loading the demo region").await;
    let stopped_at = hold_up_loading(&demo.postgres()).await;
    demo.killed();
    assert!(!folder.path().join("demo-region-loaded").exists());

    let again = Demo::up(&folder).await;
    assert!(again.said().contains("loading the demo region"), "{}", again.said());
    assert_eq!(states(&again.cases().await), REGION.map(|(state, count)| (state.to_owned(), count)).into());
    let mut connection = again.postgres().connect().await.unwrap();
    let events: i64 = count(&mut connection, TOLD).await;
    assert!(events > stopped_at, "{events} events, {stopped_at} before it was broken off");
    let told = count(&mut connection, "select count(*) from journal.idempotency").await;
    let in_log = "select count(distinct metadata->>'command_id') from journal.events
                  where metadata->>'correlation' = 'demo'";
    assert_eq!(told, count(&mut connection, in_log).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_tells_three_years_and_shows_their_factsheets() {
    const ALL_TOLD: &str = "Three years are told";
    let folder = Folder::new();
    let mut demo = Demo::start_with(&folder, &[]);
    demo.says("Schakel is up.").await;
    let mut connection = demo.postgres().connect().await.unwrap();
    let mut events = 0;
    while !demo.said().contains(ALL_TOLD) {
        eventually("the years to go on, or to end", async || {
            let now = count(&mut connection, "select count(*) from journal.events").await;
            let goes_on = now > events;
            events = now;
            goes_on || demo.said().contains(ALL_TOLD)
        })
        .await;
    }
    let list = client().get(format!("{}/factsheets/", demo.url)).send().await.unwrap().text().await.unwrap();
    let (_, latest) = list.split_once("/factsheets/").unwrap();
    let this_year: i32 = latest[..4].parse().unwrap();
    for (year, weighed) in [(this_year - 3, 1601), (this_year - 2, 1469), (this_year - 1, 1469)] {
        let asked = format!("/v1/figures/decisions?fromDate={year}-01-01&untilDate={year}-12-31");
        eventually("the read model to have got there", async || {
            let made: Value = demo.get(&asked, "policy_officer").await.json().await.unwrap();
            made["tables"][0]["rows"][0]["figures"][0]["value"] == weighed
        })
        .await;
        for area in ["region", "leiden", "zoeterwoude"] {
            let page = client().get(format!("{}/factsheets/{year}/{area}", demo.url)).send().await.unwrap();
            assert_eq!(page.status(), 200, "{year} {area}");
            assert!(page.text().await.unwrap().contains("<html lang=\"nl\">"));
            let printed =
                client().get(format!("{}/factsheets/{year}/{area}.pdf", demo.url)).send().await.unwrap();
            assert_eq!(printed.headers()["content-type"], "application/pdf");
            assert!(printed.bytes().await.unwrap().starts_with(b"%PDF"));
        }
    }
    assert!(list.contains(&format!("/factsheets/{}/gouda", this_year - 1)));
    assert!(demo.interrupted().await.success(), "{}", demo.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_runs_for_an_ordinary_user() {
    let mut folder = Folder::new();
    folder.give_to_ordinary_user();
    let mut demo = Demo::up(&folder).await;
    assert_eq!(states(&demo.cases().await), REGION.map(|(state, count)| (state.to_owned(), count)).into());
    let postgres = demo.postgres();
    let owner = fs::metadata(format!("/proc/{}", postgres.pid)).unwrap();
    assert_ne!(std::os::unix::fs::MetadataExt::uid(&owner), 0);
    assert!(demo.interrupted().await.success(), "{}", demo.said());
    assert!(!postgres.is_alive(), "PostgreSQL was left behind");
}

/// Stops the loading in the middle: behind a lock, after some commands. Answers how many events
/// there are.
async fn hold_up_loading(postgres: &Server) -> i64 {
    let deadline = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < deadline, "the demo does not load");
        // Not there yet, or being migrated.
        let Some(mut connection) = postgres.connect().await else { continue };
        if connection.execute("begin; lock table journal.events in share mode").await.is_err() {
            continue;
        }
        let events = count(&mut connection, TOLD).await;
        if events >= 12 {
            // It ends with the server.
            std::mem::forget(connection);
            return events;
        }
        connection.close().await.unwrap();
    }
}

async fn count(connection: &mut PgConnection, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
}

fn owned((kind, count): (&str, usize)) -> (String, usize) {
    (kind.to_owned(), count)
}

fn states(cases: &BTreeSet<(String, String, u64)>) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for (_, state, _) in cases {
        *states.entry(state.clone()).or_default() += 1;
    }
    states
}

/// A folder for a demo, open to the user that runs PostgreSQL for root.
pub struct Folder {
    folder: TempDir,
    /// The program and who runs it, if it is not the one who runs the test.
    ordinary: Option<(PathBuf, u32)>,
}

impl Folder {
    pub fn new() -> Self {
        let open = Permissions::from_mode(0o755);
        let folder = tempfile::Builder::new().prefix("schakel-demo-").permissions(open).tempdir();
        Self { folder: folder.unwrap(), ordinary: None }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// From now on `nobody` runs the demo when the test is run by root; otherwise who runs it is
    /// ordinary already.
    fn give_to_ordinary_user(&mut self) {
        let is_root = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
        if !is_root {
            return;
        }
        let users = fs::read_to_string("/etc/passwd").unwrap();
        let nobody = users.lines().find(|user| user.starts_with("nobody:")).unwrap();
        let uid = nobody.split(':').nth(2).unwrap().parse().unwrap();
        // The build's own folder may be in root's home.
        let program = self.folder.path().join("schakel");
        fs::copy(PROGRAM, &program).unwrap();
        fs::create_dir(self.path()).unwrap();
        chown(self.path(), Some(uid), None).unwrap();
        self.ordinary = Some((program, uid));
    }

    /// A command of the program, by whoever runs it, without any setting of whoever runs the test.
    fn command(&self) -> Command {
        let mut command = match &self.ordinary {
            None => Command::new(PROGRAM),
            Some((program, uid)) => {
                let mut command = Command::new(program);
                command.uid(*uid).gid(*uid).current_dir("/");
                command
            }
        };
        let settings = std::env::vars_os().map(|(name, _)| name);
        for name in settings.filter(|name| name.to_string_lossy().starts_with("SCHAKEL_")) {
            if name != "SCHAKEL_POSTGRES_BIN" {
                command.env_remove(name);
            }
        }
        command
    }
}

/// A running `schakel demo`; ended, and its PostgreSQL awaited, on drop.
pub struct Demo {
    child: Child,
    output: Output,
    home: PathBuf,
    /// Address of both APIs, with scheme.
    pub url: String,
    /// Address of both APIs, without.
    pub address: String,
    metrics: String,
    tokens: Command,
}

impl Demo {
    /// A demo that has said that it is up.
    pub async fn up(folder: &Folder) -> Self {
        let mut demo = Self::start(folder);
        demo.says("Schakel is up.").await;
        demo
    }

    fn start(folder: &Folder) -> Self {
        Self::start_with(folder, &["--without-years"])
    }

    fn start_with(folder: &Folder, arguments: &[&str]) -> Self {
        let (address, metrics) = (free_address(), free_address());
        let mut command = folder.command();
        command.arg("demo").args(arguments).arg("--folder").arg(folder.path());
        command.env("SCHAKEL_LISTEN", &address).env("SCHAKEL_METRICS_LISTEN", &metrics);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut output = Output::default();
        output.take_in(child.stdout.take().unwrap());
        output.take_in(child.stderr.take().unwrap());
        let mut tokens = folder.command();
        tokens.arg("token").arg("--folder").arg(folder.path().join("issuer")).arg("--role");
        let (home, url) = (folder.path(), format!("http://{address}"));
        Self { child, output, home, url, address, metrics, tokens }
    }

    /// Waits until it has said so.
    async fn says(&mut self, words: &str) {
        eventually(words, async || {
            let has_ended = self.child.try_wait().unwrap().is_some();
            let said = self.said();
            assert!(!has_ended || said.contains(words), "the demo has ended: {said}");
            said.contains(words)
        })
        .await;
    }

    /// All that it has said so far.
    fn said(&self) -> String {
        self.output.text()
    }

    /// Every case: id, state and version.
    async fn cases(&self) -> BTreeSet<(String, String, u64)> {
        let answer = self.get("/v1/cases?limit=100", "process_director").await;
        assert_eq!(answer.status(), 200);
        let page: Value = answer.json().await.unwrap();
        let cases = page["cases"].as_array().unwrap().iter().map(|case| {
            let text = |name: &str| case[name].as_str().unwrap().to_owned();
            (text("id"), text("state"), case["version"].as_u64().unwrap())
        });
        cases.collect()
    }

    /// How many cases are on the agendas of each kind of meeting; none counts for nothing.
    async fn agendas(&self) -> BTreeMap<String, usize> {
        let get = async |path: &str| -> Value {
            let answer = self.get(path, "process_director").await;
            assert_eq!(answer.status(), 200, "{path}");
            answer.json().await.unwrap()
        };
        let mut agendas = BTreeMap::new();
        for meeting in get("/v1/meetings?limit=100").await["meetings"].as_array().unwrap() {
            let path =
                format!("/v1/meetings/{}/agenda-items?limit=100", meeting["meetingId"].as_str().unwrap());
            let items = get(&path).await["agendaItems"].as_array().unwrap().len();
            if items > 0 {
                *agendas.entry(meeting["meetingType"].as_str().unwrap().to_owned()).or_default() += items;
            }
        }
        agendas
    }

    async fn get(&self, path: &str, role: &str) -> reqwest::Response {
        let request = client().get(format!("{}{path}", self.url));
        request.bearer_auth(self.token(role)).send().await.unwrap()
    }

    fn token(&self, role: &str) -> String {
        let mut command = Command::new(self.tokens.get_program());
        command.args(self.tokens.get_args()).arg(role);
        let printed = command.output().unwrap();
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        String::from_utf8(printed.stdout).unwrap().trim().to_owned()
    }

    fn postgres(&self) -> Server {
        Server::in_home(&self.home).unwrap()
    }

    /// Ctrl-C.
    async fn interrupted(&mut self) -> ExitStatus {
        signal(self.child.id(), "INT");
        self.ended().await
    }

    /// `kill -9`.
    fn killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    async fn ended(&mut self) -> ExitStatus {
        eventually("the end of the demo", async || self.child.try_wait().unwrap().is_some()).await;
        self.output.await_end();
        self.child.wait().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_some()) {
            return;
        }
        let postgres = Server::in_home(&self.home);
        if self.child.kill().and_then(|()| self.child.wait()).is_ok() {
            // Its folder is about to be removed.
            let deadline = Instant::now() + PATIENCE;
            while postgres.as_ref().is_some_and(Server::is_alive) && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// The PostgreSQL of a demo, as its own file tells.
struct Server {
    pid: u32,
    socket_folder: PathBuf,
}

impl Server {
    fn in_home(home: &Path) -> Option<Self> {
        let file = fs::read_to_string(home.join("postgres/pgdata/postmaster.pid")).ok()?;
        let lines: Vec<&str> = file.lines().collect();
        Some(Self { pid: lines.first()?.trim().parse().ok()?, socket_folder: lines.get(4)?.into() })
    }

    fn is_alive(&self) -> bool {
        // A process that has ended and was not waited for yet has no folder to work in.
        fs::read_link(format!("/proc/{}/cwd", self.pid)).is_ok()
    }

    async fn connect(&self) -> Option<PgConnection> {
        let options = PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_folder)
            .username("schakel_admin")
            .ssl_mode(PgSslMode::Disable)
            .database("schakel");
        options.connect().await.ok()
    }
}

/// What a process says, taken in as it comes.
#[derive(Default)]
struct Output {
    lines: Arc<Mutex<Vec<String>>>,
    readers: Vec<thread::JoinHandle<()>>,
}

impl Output {
    fn take_in(&mut self, pipe: impl Read + Send + 'static) {
        let lines = self.lines.clone();
        self.readers.push(thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                lines.lock().unwrap().push(line);
            }
        }));
    }

    fn text(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    fn await_end(&mut self) {
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
    }
}

fn client() -> reqwest::Client {
    schakel::serve::install_crypto();
    reqwest::Client::new()
}
