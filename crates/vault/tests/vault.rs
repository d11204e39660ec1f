//! The vault over a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use schakel_connections::Pool;
use schakel_domain::personal::{Personal, Subject};
use schakel_embedded_postgres::shared;
use schakel_vault::{
    FileKeyEncryptionKey, KeyEncryptionKey, KeyRing, Secrets, Stored, Vault, VaultError, subjects_of,
};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::{Notify, oneshot, watch};
use tracing::field::Field;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use uuid::Uuid;
use zeroize::Zeroizing;

const STREAM: &str = "Case/0190";
const NAME: &str = "Sanne de Wit";
const ANNA: Subject = Subject::Member(Uuid::from_u128(0xa));
const BRAM: Subject = Subject::Member(Uuid::from_u128(0xb));

/// A keys database of its own, migrated, and a role for the service.
struct Keys {
    owner: PgPool,
    service: PgConnectOptions,
    secrets: String,
}

impl Keys {
    async fn new() -> Self {
        let id = fresh_number();
        let (database, role) = (format!("keys_{id}"), format!("service-{id}"));
        let postgres = shared().await;
        postgres.create_database(&database).await.unwrap();
        let owner =
            PgPoolOptions::new().max_connections(2).connect_with(postgres.options(&database)).await.unwrap();
        let create_role = format!("create role \"{role}\" login");
        owner.execute(create_role.as_str()).await.unwrap();
        Vault::migrate(&owner.connect_options(), &role).await.unwrap();
        Self {
            owner,
            service: postgres.options(&database).username(&role),
            secrets: Secrets::generate().unwrap().1,
        }
    }

    fn secrets(&self) -> Secrets {
        Secrets::parse(&self.secrets).unwrap()
    }

    fn pool(&self) -> Pool {
        Pool::lazy(self.service.clone(), 4)
    }

    /// A vault as another process would have it: its own pool, its own cache.
    fn vault(&self) -> Vault {
        Vault::new(self.pool(), self.secrets())
    }

    async fn count(&self, condition: &str) -> i64 {
        let query = format!("select count(*) from data_keys where {condition}");
        sqlx::query_scalar(&query).fetch_one(&self.owner).await.unwrap()
    }
}

/// Not used before in this process, and so not in its cluster.
fn fresh_number() -> usize {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    LAST.fetch_add(1, Ordering::SeqCst)
}

fn only(subject: Subject) -> BTreeSet<Subject> {
    BTreeSet::from([subject])
}

fn of_each<'a>(
    streams: &'a [String],
    subjects: &'a BTreeSet<Subject>,
) -> Vec<(&'a str, &'a BTreeSet<Subject>)> {
    streams.iter().map(|stream| (stream.as_str(), subjects)).collect()
}

fn name_of(subject: Subject) -> Value {
    json!({ "name": Personal::about(subject, NAME) })
}

fn erased() -> Value {
    json!({ "name": { "$erased": true } })
}

fn sealed_with(ring: &KeyRing, stream: &str, json: Value) -> Stored {
    Stored {
        stream: stream.to_owned(),
        place: "1".to_owned(),
        json: ring.seal(stream, "1", json).unwrap().into_value(),
    }
}

async fn sealed(vault: &Vault, stream: &str, json: Value) -> Stored {
    let subjects = subjects_of(&json);
    let ring = vault.writing_keys(stream, &subjects).await.unwrap();
    sealed_with(&ring, stream, json)
}

async fn opened(vault: &Vault, stored: &Stored) -> Value {
    let stored = std::slice::from_ref(stored);
    vault.open(stored).await.unwrap().remove(0)
}

fn is_destroyed<T>(result: Result<T, VaultError>) -> bool {
    matches!(result, Err(VaultError::KeyDestroyed { .. }))
}

#[tokio::test]
async fn opens_in_one_process_what_another_sealed() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    assert_eq!(opened(&keys.vault(), &stored).await, name_of(ANNA));
}

#[tokio::test]
async fn opens_with_reading_keys_too() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    let ring = keys.vault().reading_keys(&[STREAM]).await.unwrap();
    let opened = ring.open(STREAM, "1", stored.json).unwrap();
    assert_eq!(opened, name_of(ANNA));
}

#[tokio::test]
async fn opens_nothing_with_the_secrets_of_another_house() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    let stranger = Vault::new(keys.pool(), Secrets::generate().unwrap().0);
    let refused = stranger.open(&[stored]).await;
    assert!(matches!(refused, Err(VaultError::WrongKey { generation: 1 })));
}

#[tokio::test]
async fn opens_nothing_with_the_key_of_another_row() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    let stored = sealed(&vault, STREAM, name_of(ANNA)).await;
    sealed(&vault, "Case/0191", name_of(ANNA)).await;
    keys.owner
        .execute("update data_keys set wrapped = (select wrapped from data_keys where stream = 'Case/0191') where stream = 'Case/0190'")
        .await
        .unwrap();
    let refused = keys.vault().open(&[stored]).await;
    assert!(matches!(refused, Err(VaultError::WrongKey { generation: 1 })));
}

#[tokio::test]
async fn gives_two_processes_the_same_new_key() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let subjects = BTreeSet::from([Subject::Stream, ANNA, BRAM]);
    for round in 0..50 {
        let stream = format!("Case/{round}");
        let (first, second) =
            tokio::try_join!(one.writing_keys(&stream, &subjects), other.writing_keys(&stream, &subjects))
                .unwrap();
        // Sealing is deterministic, so equal bytes mean equal keys.
        for subject in &subjects {
            let seal = |ring: &KeyRing| ring.seal(&stream, "1", name_of(*subject)).unwrap();
            assert_eq!(seal(&first), seal(&second));
        }
    }
    assert_eq!(keys.count("true").await, 150);
}

#[tokio::test]
async fn gives_each_stream_and_subject_a_key_of_its_own() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    for (stream, subject) in [(STREAM, ANNA), (STREAM, BRAM), ("Case/0191", ANNA)] {
        sealed(&vault, stream, name_of(subject)).await;
    }
    assert_eq!(keys.count("wrapped is not null").await, 3);
    vault.destroy(STREAM, Some(ANNA)).await.unwrap();
    assert_eq!(keys.count("wrapped is not null").await, 2);
}

#[tokio::test]
async fn sees_a_subject_that_another_process_added_to_a_cached_stream() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let about_stream = sealed(&one, STREAM, name_of(Subject::Stream)).await;
    opened(&other, &about_stream).await;

    let about_anna = sealed(&one, STREAM, name_of(ANNA)).await;
    let family = json!({ "name": Personal::of_stream(vec![Personal::about(BRAM, NAME)]) });
    let nested = sealed(&one, STREAM, family.clone()).await;
    assert_eq!(opened(&other, &about_anna).await, name_of(ANNA));
    assert_eq!(opened(&other, &nested).await, family);
}

#[tokio::test]
async fn erases_at_once_in_the_process_that_destroys() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    let about_anna = sealed(&vault, STREAM, name_of(ANNA)).await;
    let about_bram = sealed(&vault, STREAM, name_of(BRAM)).await;
    assert_eq!(opened(&vault, &about_anna).await, name_of(ANNA));

    assert_eq!(vault.destroy(STREAM, Some(ANNA)).await.unwrap(), 1);
    assert_eq!(opened(&vault, &about_anna).await, erased());
    assert_eq!(opened(&vault, &about_bram).await, name_of(BRAM));
    let row = "subject <> 'stream' and wrapped is null and destroyed_at is not null";
    assert_eq!(keys.count(row).await, 1);
}

#[tokio::test]
async fn never_creates_a_destroyed_key_again() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    let stored = sealed(&vault, STREAM, name_of(ANNA)).await;
    vault.destroy(STREAM, Some(ANNA)).await.unwrap();
    assert_eq!(vault.destroy(STREAM, Some(ANNA)).await.unwrap(), 0);

    for vault in [&vault, &keys.vault()] {
        assert!(is_destroyed(vault.writing_keys(STREAM, &only(ANNA)).await));
        assert!(vault.writing_keys(STREAM, &only(BRAM)).await.is_ok());
        assert_eq!(opened(vault, &stored).await, erased());
    }
}

#[tokio::test]
async fn refuses_a_key_that_was_destroyed_before_there_was_one() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    assert_eq!(vault.destroy(STREAM, Some(ANNA)).await.unwrap(), 0);
    assert!(is_destroyed(vault.writing_keys(STREAM, &only(ANNA)).await));
}

#[tokio::test]
async fn destroys_a_whole_stream_with_all_that_could_come() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    let about_anna = sealed(&vault, STREAM, name_of(ANNA)).await;
    let about_bram = sealed(&vault, STREAM, name_of(BRAM)).await;
    let elsewhere = sealed(&vault, "Case/0191", name_of(ANNA)).await;

    assert_eq!(vault.destroy(STREAM, None).await.unwrap(), 2);
    assert_eq!(opened(&vault, &about_anna).await, erased());
    assert_eq!(opened(&vault, &about_bram).await, erased());
    assert_eq!(opened(&vault, &elsewhere).await, name_of(ANNA));
    let newcomer = Subject::Member(Uuid::from_u128(0xc));
    for subject in [Subject::Stream, ANNA, newcomer] {
        for vault in [&vault, &keys.vault()] {
            let refused = vault.writing_keys(STREAM, &only(subject)).await;
            assert!(is_destroyed(refused));
        }
    }
    let left = "stream = 'Case/0190' and wrapped is not null";
    assert_eq!(keys.count(left).await, 0);
}

#[tokio::test]
async fn counts_what_was_destroyed_the_same_however_often_that_was_done() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    sealed(&vault, STREAM, name_of(ANNA)).await;
    sealed(&vault, STREAM, name_of(BRAM)).await;
    sealed(&vault, "Case/0191", name_of(ANNA)).await;
    assert_eq!(vault.destroyed(STREAM).await.unwrap(), 0);
    vault.destroy(STREAM, Some(ANNA)).await.unwrap();
    assert_eq!(vault.destroyed(STREAM).await.unwrap(), 1);
    for _ in 0..2 {
        vault.destroy(STREAM, None).await.unwrap();
        assert_eq!(vault.destroyed(STREAM).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn leaves_no_key_behind_when_creation_and_destruction_race() {
    let keys = Keys::new().await;
    let (creator, destroyer) = (keys.vault(), keys.vault());
    for round in 0..100 {
        let stream = format!("Case/{round}");
        let subjects = only(ANNA);
        let (_, destroyed) =
            tokio::join!(creator.writing_keys(&stream, &subjects), destroyer.destroy(&stream, None));
        destroyed.unwrap();
    }
    assert_eq!(keys.count("wrapped is not null").await, 0);
}

/// Runs `follow_destructions` until it is told to stop, and waits until it listens.
async fn follow(vault: &Vault) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let mut evictions = vault.watch_evictions();
    let (stop, stopped) = oneshot::channel::<()>();
    let vault = vault.clone();
    let task = tokio::spawn(async move {
        let shutdown = async {
            stopped.await.ok();
        };
        vault.follow_destructions(shutdown).await;
    });
    // Everything is evicted once the listening has begun.
    evictions.wait_for(|count| *count >= 2).await.unwrap();
    (stop, task)
}

#[tokio::test]
async fn hears_what_another_process_destroys() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let (stop, task) = follow(&other).await;
    let about_anna = sealed(&one, STREAM, name_of(ANNA)).await;
    let about_bram = sealed(&one, STREAM, name_of(BRAM)).await;
    assert_eq!(opened(&other, &about_anna).await, name_of(ANNA));

    let mut evictions = other.watch_evictions();
    one.destroy(STREAM, Some(ANNA)).await.unwrap();
    while opened(&other, &about_anna).await != erased() {
        evictions.changed().await.unwrap();
    }
    assert_eq!(opened(&other, &about_bram).await, name_of(BRAM));
    stop.send(()).unwrap();
    task.await.unwrap();
}

#[tokio::test]
async fn listens_anew_when_the_server_went_away_without_a_word() {
    let keys = Keys::new().await;
    let (service, silence) = silenced_at_will(&keys.service).await;
    let (one, other) = (keys.vault(), Vault::new(Pool::lazy(service, 4), keys.secrets()));
    let (stop, task) = follow(&other).await;
    let about_anna = sealed(&one, STREAM, name_of(ANNA)).await;
    assert_eq!(opened(&other, &about_anna).await, name_of(ANNA));

    let mut evictions = other.watch_evictions();
    silence.send(()).unwrap();
    one.destroy(STREAM, Some(ANNA)).await.unwrap();
    while opened(&other, &about_anna).await != erased() {
        evictions.changed().await.unwrap();
    }
    stop.send(()).unwrap();
    task.await.unwrap();
}

/// A way to the same database: once told so, nothing comes through on the connections of that time, and nobody hears
/// of it.
async fn silenced_at_will(service: &PgConnectOptions) -> (PgConnectOptions, watch::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let way = PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(listener.local_addr().unwrap().port())
        .database(service.get_database().unwrap())
        .username(service.get_username())
        .ssl_mode(PgSslMode::Disable);
    let socket = shared().await.socket_dir().join(".s.PGSQL.5432");
    let (silence, silenced) = watch::channel(());
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = UnixStream::connect(&socket).await.unwrap();
            let mut silenced = silenced.clone();
            silenced.mark_unchanged();
            tokio::spawn(async move {
                tokio::select! {
                    _ = copy_bidirectional(&mut client, &mut server) => {}
                    Ok(()) = silenced.changed() => std::future::pending().await,
                }
            });
        }
    });
    (way, silence)
}

#[tokio::test]
async fn keeps_what_it_has_cached_while_nobody_tells_it_otherwise() {
    // The control of the test above: without listening, the cached key is still used.
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let stored = sealed(&one, STREAM, name_of(ANNA)).await;
    assert_eq!(opened(&other, &stored).await, name_of(ANNA));
    one.destroy(STREAM, Some(ANNA)).await.unwrap();
    assert_eq!(opened(&other, &stored).await, name_of(ANNA));
    let ring = other.reading_keys(&[STREAM]).await.unwrap();
    assert_eq!(ring.open(STREAM, "1", stored.json.clone()).unwrap(), erased());
    assert_eq!(opened(&other, &stored).await, erased());
}

#[tokio::test]
async fn forgets_everything_when_the_listening_was_interrupted() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let (stop, task) = follow(&other).await;
    let stored = sealed(&one, STREAM, name_of(ANNA)).await;
    assert_eq!(opened(&other, &stored).await, name_of(ANNA));

    // Destroyed without a word, as when the notification is lost with the connection.
    let mut evictions = other.watch_evictions();
    keys.owner.execute("update data_keys set wrapped = null, destroyed_at = now()").await.unwrap();
    assert_eq!(opened(&other, &stored).await, name_of(ANNA));
    let ended: bool = sqlx::query_scalar(
        "select pg_terminate_backend(pid) from pg_stat_activity \
         where datname = current_database() and query ilike 'listen%'",
    )
    .fetch_one(&keys.owner)
    .await
    .unwrap();
    assert!(ended);
    while opened(&other, &stored).await != erased() {
        evictions.changed().await.unwrap();
    }

    // And it listens again.
    let seen = *evictions.borrow_and_update();
    evictions.wait_for(|count| *count >= seen + 2).await.unwrap();
    let about_bram = sealed(&one, STREAM, name_of(BRAM)).await;
    assert_eq!(opened(&other, &about_bram).await, name_of(BRAM));
    one.destroy(STREAM, Some(BRAM)).await.unwrap();
    while opened(&other, &about_bram).await != erased() {
        evictions.changed().await.unwrap();
    }
    stop.send(()).unwrap();
    task.await.unwrap();
}

/// Notes every data key that goes by on its way to the real key-encryption key.
struct Spy {
    real: FileKeyEncryptionKey,
    seen: Mutex<Vec<Vec<u8>>>,
}

#[async_trait]
impl KeyEncryptionKey for Spy {
    async fn wrap(&self, context: &[u8], key: &[u8]) -> Result<(i32, Vec<u8>), VaultError> {
        self.seen.lock().unwrap().push(key.to_vec());
        self.real.wrap(context, key).await
    }

    async fn unwrap(
        &self,
        context: &[u8],
        generation: i32,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.real.unwrap(context, generation, wrapped).await
    }

    fn current_generation(&self) -> i32 {
        self.real.current_generation()
    }
}

#[tokio::test]
async fn stores_no_key_in_the_open() {
    let keys = Keys::new().await;
    let spy = Arc::new(Spy { real: keys.secrets().into_key_encryption_key(), seen: Mutex::default() });
    let vault = Vault::with_key_encryption(keys.pool(), keys.secrets(), spy.clone());
    sealed(&vault, STREAM, name_of(ANNA)).await;
    sealed(&vault, "Case/0191", name_of(BRAM)).await;

    // The whole table as PostgreSQL would dump it, bytes as hexadecimal digits.
    let rows: Vec<String> = sqlx::query_scalar("select row_to_json(it)::text from data_keys it")
        .fetch_all(&keys.owner)
        .await
        .unwrap();
    let wrapped: Vec<Vec<u8>> =
        sqlx::query_scalar("select wrapped from data_keys").fetch_all(&keys.owner).await.unwrap();
    let table = rows.join("\n");
    assert!(table.contains(&hexadecimal(&wrapped[0])));
    let seen = spy.seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    for key in seen.iter() {
        assert_eq!(key.len(), 32);
        for part in key.chunks(8) {
            assert!(!table.contains(&hexadecimal(part)));
        }
    }
}

/// Holds every unwrapping up until it is let through.
struct Gate {
    real: FileKeyEncryptionKey,
    reached: Notify,
    pass: Notify,
}

#[async_trait]
impl KeyEncryptionKey for Gate {
    async fn wrap(&self, context: &[u8], key: &[u8]) -> Result<(i32, Vec<u8>), VaultError> {
        self.real.wrap(context, key).await
    }

    async fn unwrap(
        &self,
        context: &[u8],
        generation: i32,
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.reached.notify_one();
        self.pass.notified().await;
        self.real.unwrap(context, generation, wrapped).await
    }

    fn current_generation(&self) -> i32 {
        self.real.current_generation()
    }
}

#[tokio::test]
async fn does_not_keep_a_key_that_is_destroyed_while_it_is_being_unwrapped() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    let gate = Arc::new(Gate {
        real: keys.secrets().into_key_encryption_key(),
        reached: Notify::new(),
        pass: Notify::new(),
    });
    let vault = Vault::with_key_encryption(keys.pool(), keys.secrets(), gate.clone());
    let destroy = async {
        gate.reached.notified().await;
        vault.destroy(STREAM, Some(ANNA)).await.unwrap();
        gate.pass.notify_one();
    };
    let (during, ()) = tokio::join!(opened(&vault, &stored), destroy);
    assert_eq!(during, name_of(ANNA), "it was read before it was destroyed");
    assert_eq!(opened(&vault, &stored).await, erased());
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same secrets after a rotation: a second generation that wraps from now on.
fn rotated(text: &str) -> String {
    let fresh = Secrets::generate().unwrap().1;
    let (_, key) = fresh.split_once("[[key_encryption_keys]]").unwrap();
    let (key, _) = key.split_once("[[peppers]]").unwrap();
    let second = key.replace("generation = 1", "generation = 2");
    format!("{text}\n[[key_encryption_keys]]{second}")
}

/// What is left of rotated secrets when the first generation has been retired.
fn retired(text: &str) -> String {
    let lists = text
        .split("[[")
        .filter(|list| !(list.starts_with("key_encryption_keys]]") && list.contains("generation = 1")));
    lists.collect::<Vec<_>>().join("[[")
}

#[tokio::test]
async fn moves_all_keys_to_the_newest_generation() {
    let mut keys = Keys::new().await;
    let before = keys.vault();
    let mut stored = Vec::new();
    // More than one batch.
    for case in 0..450 {
        stored.push(sealed(&before, &format!("Case/{case}"), name_of(ANNA)).await);
    }
    before.destroy("Case/0", None).await.unwrap();
    keys.secrets = rotated(&keys.secrets);

    let after = keys.vault();
    assert_eq!(opened(&after, &stored[1]).await, name_of(ANNA));
    sealed(&after, "Case/new", name_of(ANNA)).await;
    assert_eq!(keys.count("generation = 2").await, 1);
    assert_eq!(after.rewrap().await.unwrap(), 449);
    assert_eq!(after.rewrap().await.unwrap(), 0);
    assert_eq!(keys.count("generation = 1 and wrapped is not null").await, 0);

    keys.secrets = retired(&keys.secrets);
    let opened = keys.vault().open(&stored).await.unwrap();
    assert_eq!(opened[0], erased());
    assert!(opened[1..].iter().all(|json| *json == name_of(ANNA)));
}

#[tokio::test]
async fn names_the_generation_that_was_retired_too_early() {
    let mut keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    keys.secrets = retired(&rotated(&keys.secrets));
    let refused = keys.vault().open(&[stored]).await;
    assert!(matches!(refused, Err(VaultError::UnknownGeneration { generation: 1 })));
}

/// Counts the statements about keys that sqlx sends, not those by which the pool looks after its connections.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl Statements {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut |field: &Field, value: &dyn fmt::Debug| {
                if field.name() == "db.statement" && format!("{value:?}").contains("data_keys") {
                    self.0.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    }
}

#[tokio::test]
async fn takes_one_statement_for_the_keys_of_a_hundred_streams() {
    let keys = Keys::new().await;
    let writer = keys.vault();
    let mut stored = Vec::new();
    for case in 0..100 {
        stored.push(sealed(&writer, &format!("Case/{case}"), name_of(ANNA)).await);
    }
    let statements = Statements::default();
    let subscriber = tracing_subscriber::registry().with(statements.clone());
    let _guard = tracing::subscriber::set_default(subscriber);

    keys.count("true").await;
    keys.count("true").await;
    assert_eq!(statements.count(), 2, "the counter counts");

    let streams: Vec<&str> = stored.iter().map(|it| it.stream.as_str()).collect();
    keys.vault().reading_keys(&streams).await.unwrap();
    assert_eq!(statements.count(), 3);

    let reader = keys.vault();
    reader.open(&stored).await.unwrap();
    assert_eq!(statements.count(), 4);
    reader.open(&stored).await.unwrap();
    assert_eq!(statements.count(), 4, "all keys are cached");

    let subjects = BTreeSet::from([Subject::Stream, ANNA, BRAM]);
    reader.writing_keys("Case/new", &subjects).await.unwrap();
    assert_eq!(statements.count(), 5, "three keys are created at once");
    reader.writing_keys("Case/new", &subjects).await.unwrap();
    assert_eq!(statements.count(), 5, "new keys are cached");

    let streams: Vec<String> = (0..100).map(|case| format!("Case/newer-{case}")).collect();
    reader.writing_keys_of_many(&of_each(&streams, &subjects)).await.unwrap();
    assert_eq!(statements.count(), 6, "the keys of a hundred streams are created at once");
}

#[tokio::test]
async fn makes_the_keys_of_many_streams_and_keeps_those_that_are_there() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    let first = vault.writing_keys("Case/0", &only(ANNA)).await.unwrap();
    let streams: Vec<String> = (0..1000).map(|case| format!("Case/{case}")).collect();
    let subjects = BTreeSet::from([ANNA, BRAM]);

    let another = keys.vault();
    let needed = of_each(&streams, &subjects);
    let ring = another.writing_keys_of_many(&needed).await.unwrap();
    let seal = |ring: &KeyRing| ring.seal("Case/0", "1", name_of(ANNA)).unwrap();
    assert_eq!(seal(&first), seal(&ring));
    for (stream, opener) in streams.iter().zip([&vault, &another].into_iter().cycle()) {
        let stored = sealed_with(&ring, stream, name_of(ANNA));
        assert_eq!(opened(opener, &stored).await, name_of(ANNA));
    }
    assert_eq!(keys.count("wrapped is not null").await, 2000);
}

#[tokio::test]
async fn makes_keys_for_many_streams_at_once_in_two_processes() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    let subjects = BTreeSet::from([ANNA, BRAM]);
    for round in 0..10 {
        let streams: Vec<String> = (0..300).map(|case| format!("Case/{round}/{case}")).collect();
        let forwards = of_each(&streams, &subjects);
        let backwards = Vec::from_iter(forwards.iter().rev().copied());
        let (first, second) =
            tokio::try_join!(one.writing_keys_of_many(&forwards), other.writing_keys_of_many(&backwards))
                .unwrap();
        for stream in &streams {
            let seal = |ring: &KeyRing| ring.seal(stream, "1", name_of(BRAM)).unwrap();
            assert_eq!(seal(&first), seal(&second));
        }
    }
}

#[tokio::test]
async fn gives_no_key_at_all_when_one_of_many_streams_was_destroyed() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    vault.destroy("Case/1", None).await.unwrap();
    let subjects = only(ANNA);
    let refused = vault.writing_keys_of_many(&[("Case/0", &subjects), ("Case/1", &subjects)]).await;
    assert!(is_destroyed(refused));
    assert_eq!(keys.count("stream = 'Case/1' and wrapped is not null").await, 0);
}

#[tokio::test]
async fn lets_the_service_neither_delete_nor_revive_nor_change_the_table() {
    let keys = Keys::new().await;
    let vault = keys.vault();
    sealed(&vault, STREAM, name_of(ANNA)).await;
    vault.destroy(STREAM, Some(ANNA)).await.unwrap();
    let mut service = PgConnection::connect_with(&keys.service).await.unwrap();
    for (statement, refusal) in [
        ("delete from data_keys", "permission denied"),
        ("truncate data_keys", "permission denied"),
        ("update data_keys set stream = 'Case/1'", "permission denied"),
        ("update data_keys set subject = 'stream'", "permission denied"),
        ("drop table data_keys", "must be owner"),
        ("update data_keys set wrapped = 'x', destroyed_at = null", "a destroyed key stays destroyed"),
    ] {
        let error = service.execute(statement).await.unwrap_err().to_string();
        assert!(error.contains(refusal), "{statement}: {error}");
    }
    assert_eq!(keys.count("destroyed_at is not null").await, 1);
}

#[tokio::test]
async fn gives_the_functions_to_no_other_role() {
    let keys = Keys::new().await;
    let stranger = format!("stranger-{}", fresh_number());
    let create_role = format!("create role \"{stranger}\" login");
    keys.owner.execute(create_role.as_str()).await.unwrap();
    let options = keys.service.clone().username(&stranger);
    let mut stranger = PgConnection::connect_with(&options).await.unwrap();
    for statement in ["select * from data_keys", "select destroy_data_keys('Case/0190', null)"] {
        let error = stranger.execute(statement).await.unwrap_err().to_string();
        assert!(error.contains("permission denied"), "{statement}: {error}");
    }
}

#[tokio::test]
async fn migrates_again_without_harm_also_twice_at_once() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    let role = keys.service.get_username();
    let owner = keys.owner.connect_options();
    tokio::try_join!(Vault::migrate(&owner, role), Vault::migrate(&owner, role)).unwrap();
    assert_eq!(opened(&keys.vault(), &stored).await, name_of(ANNA));
}

#[tokio::test]
async fn says_so_when_a_row_of_keys_is_gone() {
    let keys = Keys::new().await;
    let stored = sealed(&keys.vault(), STREAM, name_of(ANNA)).await;
    keys.owner.execute("delete from data_keys").await.unwrap();
    let missing = keys.vault().open(&[stored]).await;
    assert!(matches!(missing, Err(VaultError::KeyMissing { .. })));
}

#[tokio::test]
async fn fingerprints_and_tokens_agree_between_processes_and_hide_the_value() {
    let keys = Keys::new().await;
    let (one, other) = (keys.vault(), keys.vault());
    assert_eq!(one.fingerprint(b"body"), other.fingerprint(b"body"));
    assert_ne!(one.fingerprint(b"body"), one.fingerprint(b"another"));
    let stranger = Vault::new(keys.pool(), Secrets::generate().unwrap().0);
    assert_ne!(one.fingerprint(b"body"), stranger.fingerprint(b"body"));
    assert_eq!(one.index().tokens("bsn", "999900006"), other.index().tokens("bsn", "999900006"));
    assert_eq!(format!("{one:?}"), "Vault(hidden)");
}
