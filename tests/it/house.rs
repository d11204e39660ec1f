//! A House of its own for each test: two fresh databases, a secrets file, an issuer of tokens, and the
//! real `schakel serve` as a process beside the test.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use schakel::config::Config;
use schakel::identity::demo::Issuer;
use schakel_connections::Pool;
use schakel_domain::OrganisationId;
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use schakel_embedded_postgres::{Postgres, shared};
use schakel_vault::{Secrets, Vault};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::actors::{Actor, manager};
use crate::doors::{Client, Door, Envelope, Reply, Trouble};

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_schakel");
/// The address that problems are told with; nobody is asked there.
pub const PUBLIC_URL: &str = "https://schakel.example.nl";
/// The issuer of the tokens, which the demo's is not.
pub const ISSUER: &str = "https://issuer.example.nl";
/// The audience that they name.
pub const AUDIENCE: &str = "schakel";
const REGION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regions/hollands-midden.toml");
/// Organisations, people and covenant of every House: those of the demo, and a few more people.
const HOUSE: [&str; 2] =
    [include_str!("../../services/schakel/src/demo/house.toml"), include_str!("people.toml")];
const SERVICE_ROLE: &str = "schakel_service";
const OWNER: &str = "schakel_admin";
/// Far more than anything takes: only a hang gets there.
pub const PATIENCE: Duration = Duration::from_secs(120);
const TEMPLATE: &str = "template_house";

/// One House: its databases, its files and its server, which ends with it.
pub struct House {
    pub postgres: &'static Postgres,
    /// The data database.
    pub database: String,
    /// The keys database.
    pub keys_database: String,
    /// The program of its servers.
    pub program: PathBuf,
    /// What else its servers find in their environment.
    pub environment: Vec<(String, String)>,
    folder: TempDir,
    issuer: Issuer,
    settings: BTreeMap<String, String>,
    server: Option<Server>,
    address: String,
    pool: PgPool,
    keys_pool: PgPool,
    /// A client of the server's TLS, where it offers that.
    secure: Option<reqwest::Client>,
    http: reqwest::Client,
    channel: tonic::transport::Channel,
}

impl House {
    /// A House that is open for business.
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// A House with settings of its own, by the names of their variables without `SCHAKEL_`.
    pub async fn open_with(settings: &[(&str, &str)]) -> Self {
        let mut house = Self::closed(settings).await;
        house.start().await;
        house
    }

    /// A House whose server is not started yet.
    pub async fn closed(settings: &[(&str, &str)]) -> Self {
        let postgres = postgres().await;
        let (database, keys_database) = next_databases();
        copy_template(postgres, &database, &keys_database).await;
        Self::on(postgres, database, keys_database, settings)
    }

    /// A House on these databases, whose server is not started yet.
    pub fn on(
        postgres: &'static Postgres,
        database: String,
        keys_database: String,
        settings: &[(&str, &str)],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let issuer = Issuer::open(&folder.path().join("issuer"), ISSUER, AUDIENCE).unwrap();
        let mut all = usual_settings(postgres, &database, &keys_database, secrets_file());
        all.insert("TOKEN_KEY_SET".into(), issuer.key_set_file().display().to_string());
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let address = free_address();
        Self {
            pool: owner(&all["DATABASE_OWNER_URL"]),
            keys_pool: owner(&all["KEYS_DATABASE_OWNER_URL"]),
            http: http_client(),
            channel: channel(&address),
            postgres,
            database,
            keys_database,
            program: PROGRAM.into(),
            environment: Vec::new(),
            folder,
            issuer,
            settings: all,
            secure: None,
            server: None,
            address,
        }
    }

    /// A House that offers TLS by these settings, and a client that gets in.
    pub async fn secure(settings: &[(&str, &str)], client: reqwest::Client) -> Self {
        let mut house = Self::closed(settings).await;
        house.secure = Some(client);
        house.start().await;
        house
    }

    /// Registers the organisations, people and covenant of the tests; the template's are copied.
    pub async fn establish(&self) {
        let output = self.run(&["establish", house_file().to_str().unwrap()]).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Has an organisation that a test invented registered, from criminal justice, and sign the covenant.
    pub async fn partner(&self, code: &str) {
        let (manager, today) = (manager(), self.day(0).await);
        let registered =
            json!({"code": code, "name": "Wilgenhout", "kind": "chain_partner", "chain": "punishment"});
        self.done(Door::Rest, &manager, "RegisterOrganisation", registered).await;
        let covenants = self.done(Door::Rest, &manager, "ListCovenants", json!({})).await;
        let covenant = &covenants.json["covenants"][0]["id"];
        let admitted = json!({"covenantId": covenant, "organisation": code, "decidedDate": today});
        self.done(Door::Rest, &manager, "AdmitPartner", admitted).await;
        let signed = json!({"covenantId": covenant, "organisation": code});
        self.done(Door::Rest, &manager, "SignCovenant", signed).await;
    }

    /// Has somebody whom a test invented authorised in the roles of their token.
    pub async fn authorise(&self, actor: &Actor) {
        let organisation = OrganisationId::of(&OrganisationCode::new(&*actor.organisation));
        let roles: Vec<_> = actor.roles.iter().map(|role| role.code()).collect();
        let input = json!({
            "organisationId": organisation.to_string(), "account": actor.account, "name": "Wilgenhout",
            "roles": roles, "untilDate": self.day(300).await
        });
        self.done(Door::Rest, &manager(), "AuthoriseProfessional", input).await;
    }

    /// Starts the server, after [`House::kill`] or [`House::stop`], at the address that it had.
    pub async fn start(&mut self) {
        let address = self.address.clone();
        let server = self.serve_at(address).await;
        self.address.clone_from(&server.address);
        // Connections to the one before are of no use.
        self.http = http_client();
        self.channel = channel(&self.address);
        self.server = Some(server);
    }

    /// One more server on the same databases, at an address of its own.
    pub async fn another_server(&self) -> Server {
        self.serve_at(free_address()).await
    }

    /// A server at this address, unless somebody has taken it since it was free.
    pub async fn serve_at(&self, mut address: String) -> Server {
        // Somebody else may have taken the port since we looked.
        for _ in 0..5 {
            let mut server = Server::spawn(self, &address);
            let http = self.secure.as_ref().unwrap_or(&self.http);
            if server.is_ready(http, self.scheme()).await {
                return server;
            }
            address = free_address();
        }
        panic!("the server does not start: {}", self.log());
    }

    /// The server.
    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// Asks the server to stop, and waits for it.
    pub async fn stop(&mut self) -> ExitStatus {
        self.server.take().unwrap().stop().await
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        drop(self.server.take());
    }

    /// Stops the server and starts it again.
    pub async fn restart(&mut self) {
        assert!(self.stop().await.success(), "{}", self.log());
        self.start().await;
    }

    /// The client of a door.
    pub fn client(&self, door: Door) -> Client<'_> {
        Client { house: self, door, address: &self.address, channel: self.channel.clone() }
    }

    /// The client of a door of another server.
    pub fn client_of<'a>(&'a self, server: &'a Server, door: Door) -> Client<'a> {
        Client { house: self, door, address: &server.address, channel: channel(&server.address) }
    }

    /// Asks or orders something through a door, with a fresh key where one is needed.
    pub async fn call(&self, door: Door, actor: &Actor, name: &str, input: Value) -> Result<Reply, Trouble> {
        self.client(door).call(actor, name, input, Envelope::default()).await
    }

    /// As [`House::call`], for what cannot go wrong.
    pub async fn done(&self, door: Door, actor: &Actor, name: &str, input: Value) -> Reply {
        let answer = self.call(door, actor, name, input).await;
        answer.unwrap_or_else(|trouble| panic!("{name}: {trouble:?}"))
    }

    /// A client for requests by hand.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The address of something.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme(), self.address)
    }

    fn scheme(&self) -> &'static str {
        if self.secure.is_some() { "https" } else { "http" }
    }

    /// Host and port of both APIs.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The metrics of the server.
    pub async fn metrics(&self) -> String {
        let address = &self.server.as_ref().unwrap().metrics;
        let answer = self.http.get(format!("http://{address}/metrics")).send().await.unwrap();
        answer.text().await.unwrap()
    }

    /// A token of this actor.
    pub fn token(&self, actor: &Actor) -> String {
        let hour = Duration::from_secs(3600);
        self.issuer.mint(&actor.account, &actor.organisation, &actor.roles, hour).unwrap()
    }

    /// A token with any claims, signed by the issuer's own key.
    pub fn token_of(&self, claims: &Value) -> String {
        let key = fs::read(self.folder.path().join("issuer/signing-key.der")).unwrap();
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.issuer.kid().to_owned());
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(&key)).unwrap()
    }

    /// The data database, as its owner.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The keys database, as its owner.
    pub fn keys_pool(&self) -> &PgPool {
        &self.keys_pool
    }

    /// The vault, with the secrets of the service.
    pub fn vault(&self) -> Vault {
        let secrets = fs::read_to_string(self.setting("SECRETS_FILE")).unwrap();
        let keys = PgConnectOptions::clone(&self.keys_pool.connect_options());
        Vault::new(Pool::lazy(keys, 1), Secrets::parse(&secrets).unwrap())
    }

    /// How many events there are since the House was established.
    pub async fn events(&self) -> i64 {
        let established = "metadata->>'actor' = 'schakel-establish'";
        self.count(&format!("select count(*) from journal.events where not ({established})")).await
    }

    /// One number from the data database.
    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    /// A day so many days from today, as the region's clock has it.
    pub async fn day(&self, ahead: i32) -> String {
        let day = "select ((now() at time zone 'Europe/Amsterdam')::date + $1)::text";
        sqlx::query_scalar(day).bind(ahead).fetch_one(&self.pool).await.unwrap()
    }

    /// This moment, as the data database has it.
    pub async fn moment(&self) -> String {
        let now = "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
        sqlx::query_scalar(now).fetch_one(&self.pool).await.unwrap()
    }

    /// All that the servers have said so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// A setting, by the name of its variable without `SCHAKEL_`.
    pub fn setting(&self, name: &str) -> &str {
        &self.settings[name]
    }

    /// The configuration of this House, for what is done beside the server.
    pub fn config(&self) -> Config {
        let variables = self.settings.iter().map(|(name, value)| (format!("SCHAKEL_{name}"), value.clone()));
        Config::read("", variables).unwrap()
    }

    /// A command of the program with the configuration of this House, such as `["rebuild", "--check"]`.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(Path::new(PROGRAM), &self.settings);
        command.args(arguments);
        command
    }

    /// A script of `deploy/` with the configuration of this House, as an operator runs it.
    pub fn script(&self, path: &str, arguments: &[&str]) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(path);
        let mut command = program(&script, &self.settings);
        command.args(arguments).env("PG_BIN", self.postgres.bin_dir()).env("PROGRAM", PROGRAM);
        command
    }

    /// Runs such a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// Every read model is what a rebuild gives (`schakel rebuild --check`).
    pub async fn rebuild_equals_live(&self) {
        let output = self.run(&["rebuild", "--check"]).await;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("overview.") && said.contains("lookup."), "{said}");
    }
}

/// A running `schakel serve`; killed on drop.
pub struct Server {
    child: Child,
    /// Host and port of both APIs.
    pub address: String,
    /// Host and port of the metrics.
    pub metrics: String,
}

impl Server {
    fn spawn(house: &House, address: &str) -> Self {
        let metrics = free_address();
        let log = File::options().create(true).append(true).open(house.log_file()).unwrap();
        let mut command = program(&house.program, &house.settings);
        command.arg("serve").envs(house.environment.iter().cloned());
        command.env("SCHAKEL_LISTEN", address).env("SCHAKEL_METRICS_LISTEN", &metrics);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        Self { child: command.spawn().unwrap(), address: address.to_owned(), metrics }
    }

    /// Waits until it can do its work; answers `false` when it has ended instead.
    async fn is_ready(&mut self, http: &reqwest::Client, scheme: &str) -> bool {
        let ready = format!("{scheme}://{}/v1/health/ready", self.address);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if http.get(&ready).send().await.is_ok_and(|answer| answer.status() == 200) {
                // Not somebody else's at this port.
                return self.child.try_wait().unwrap().is_none();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGTERM, and waits for the end.
    pub async fn stop(mut self) -> ExitStatus {
        signal(self.child.id(), "TERM");
        eventually("the end of the server", async || self.child.try_wait().unwrap().is_some()).await;
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to one process.
pub fn signal(process: u32, name: &str) {
    let script = r#"kill -s "$1" "$2""#;
    let kill = Command::new("sh").args(["-c", script, "sh", name, &process.to_string()]).status();
    assert!(kill.unwrap().success());
}

/// Waits until something is so.
pub async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An address on this machine at which nobody listens, below the ports from which connections go out;
/// no two tests of this program get the same.
pub fn free_address() -> String {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 10_000).unwrap();
    loop {
        let port = 10_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return format!("127.0.0.1:{port}");
        }
    }
}

fn http_client() -> reqwest::Client {
    http_builder().build().unwrap()
}

/// A client for requests by hand, before anything special is asked of it.
pub fn http_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE)
}

/// A connection to a server's gRPC door.
pub fn channel(address: &str) -> tonic::transport::Channel {
    tonic::transport::Endpoint::try_from(format!("http://{address}")).unwrap().connect_lazy()
}

fn pool(postgres: &Postgres, database: &str) -> PgPool {
    owner(&postgres.url(database, OWNER))
}

fn owner(url: &str) -> PgPool {
    PgPoolOptions::new().max_connections(4).connect_lazy(url).unwrap()
}

/// A file for all Houses of this test program, made when it is first needed.
struct Common(OnceLock<(TempDir, PathBuf)>);

impl Common {
    const fn new() -> Self {
        Self(OnceLock::new())
    }

    fn path(&self, content: impl FnOnce() -> Vec<u8>) -> &Path {
        let (_, path) = self.0.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("common.toml");
            fs::write(&path, content()).unwrap();
            (folder, path)
        });
        path
    }
}

/// The secrets of all Houses.
pub fn secrets_file() -> &'static Path {
    static FILE: Common = Common::new();
    FILE.path(|| {
        let printed = Command::new(PROGRAM).arg("generate-secrets").output().unwrap();
        assert!(printed.status.success());
        printed.stdout
    })
}

/// With what all Houses begin.
pub fn beginning() -> String {
    HOUSE.concat()
}

fn house_file() -> &'static Path {
    static FILE: Common = Common::new();
    FILE.path(|| beginning().into_bytes())
}

fn usual_settings(
    postgres: &Postgres,
    database: &str,
    keys_database: &str,
    secrets: &Path,
) -> BTreeMap<String, String> {
    let setting = |(name, value): (&str, String)| (name.to_owned(), value);
    let settings = [
        ("PUBLIC_URL", PUBLIC_URL.to_owned()),
        ("CONTACT_NAME", "Team Schakel".to_owned()),
        ("CONTACT_EMAIL", "schakel@example.nl".to_owned()),
        ("CONTACT_URL", PUBLIC_URL.to_owned()),
        ("DATABASE_URL", postgres.url(database, SERVICE_ROLE)),
        ("DATABASE_OWNER_URL", postgres.url(database, OWNER)),
        ("DATABASE_CONNECTIONS", "10".to_owned()),
        ("KEYS_DATABASE_URL", postgres.url(keys_database, SERVICE_ROLE)),
        ("KEYS_DATABASE_OWNER_URL", postgres.url(keys_database, OWNER)),
        ("KEYS_DATABASE_CONNECTIONS", "3".to_owned()),
        ("SECRETS_FILE", secrets.display().to_string()),
        ("REGION_FILE", REGION.to_owned()),
        ("TOKEN_ISSUERS", ISSUER.to_owned()),
        ("TOKEN_AUDIENCE", AUDIENCE.to_owned()),
        ("TOKEN_KEY_SET", "unused".to_owned()),
    ];
    settings.map(setting).into()
}

/// The program, without any setting of whoever runs the test.
fn program(path: &Path, settings: &BTreeMap<String, String>) -> Command {
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SCHAKEL_") {
            command.env_remove(name);
        }
    }
    for (name, value) in settings {
        command.env(format!("SCHAKEL_{name}"), value);
    }
    command
}

/// The PostgreSQL of this program, with the template of all Houses.
pub async fn postgres() -> &'static Postgres {
    schakel::serve::install_crypto();
    let postgres = shared().await;
    template(postgres).await;
    postgres
}

/// Names of databases that no other House has: of events and of keys.
pub fn next_databases() -> (String, String) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let database = format!("house_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let keys_database = format!("{database}_keys");
    (database, keys_database)
}

/// The pair of databases from which all others are copied: made once, by the real `schakel migrate` and
/// `schakel establish`.
async fn template(postgres: &'static Postgres) {
    static MADE: OnceCell<()> = OnceCell::const_new();
    let make = async || {
        let admin = pool(postgres, "postgres");
        sqlx::query(&format!("create role {SERVICE_ROLE} login")).execute(&admin).await.unwrap();
        admin.close().await;
        let keys = format!("{TEMPLATE}_keys");
        postgres.create_database(TEMPLATE).await.unwrap();
        postgres.create_database(&keys).await.unwrap();
        let settings = usual_settings(postgres, TEMPLATE, &keys, secrets_file());
        let mut migrate = program(Path::new(PROGRAM), &settings);
        migrate.arg("migrate");
        let output = tokio::task::spawn_blocking(move || migrate.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut establish = program(Path::new(PROGRAM), &settings);
        establish.arg("establish").arg(house_file());
        let output = tokio::task::spawn_blocking(move || establish.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    MADE.get_or_init(make).await;
}

/// A pair of databases with tables, and with the register of the tests.
pub async fn copy_template(postgres: &Postgres, database: &str, keys_database: &str) {
    let admin = pool(postgres, "postgres");
    for (from, to) in [(TEMPLATE.to_owned(), database), (format!("{TEMPLATE}_keys"), keys_database)] {
        let copy = format!("create database {to} template {from}");
        sqlx::query(&copy).execute(&admin).await.unwrap();
    }
    admin.close().await;
}
