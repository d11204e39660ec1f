//! The table of wrapped data keys.

use schakel_connections::{Pool, connect};
use schakel_domain::personal::Subject;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, FromRow};

use crate::primitives::{Key, framed};
use crate::{KeyEncryptionKey, VaultError};

/// The channel on which `destroy_data_keys` names each destroyed key.
pub const DESTROYED: &str = "data_keys_destroyed";

const DDL: &str = include_str!("data_keys.sql");
/// How many keys are re-wrapped in one transaction.
const BATCH: i64 = 200;

/// A row; `wrapped` is `None` when the key has been destroyed.
#[derive(FromRow)]
pub struct Row {
    pub stream: String,
    subject: String,
    pub generation: i32,
    pub wrapped: Option<Vec<u8>>,
}

impl Row {
    pub fn subject(&self) -> Result<Subject, VaultError> {
        parse_subject(&self.subject)
    }
}

/// A new key; only its wrapped form is stored.
pub struct NewKey {
    pub stream: String,
    pub subject: Subject,
    pub key: Key,
    pub generation: i32,
    pub wrapped: Vec<u8>,
}

pub async fn migrate(owner: &PgConnectOptions, service_role: &str) -> Result<(), VaultError> {
    let mut connection = connect(owner).await?;
    let mut work = connection.begin().await?;
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('data_keys migration', 0))")
        .execute(&mut *work)
        .await?;
    sqlx::raw_sql(DDL).execute(&mut *work).await?;
    let role: String =
        sqlx::query_scalar("select quote_ident($1)").bind(service_role).fetch_one(&mut *work).await?;
    sqlx::raw_sql(&format!(
        "grant select, insert, update (generation, wrapped, destroyed_at) on data_keys to {role}; \
         grant execute on function data_keys_lock, create_data_keys, destroy_data_keys to {role}"
    ))
    .execute(&mut *work)
    .await?;
    Ok(work.commit().await?)
}

pub async fn of_streams(db: &Pool, streams: &[&str]) -> Result<Vec<Row>, VaultError> {
    Ok(sqlx::query_as("select stream, subject, generation, wrapped from data_keys where stream = any($1)")
        .bind(streams)
        .fetch_all(&mut *db.lend().await?)
        .await?)
}

/// Stores the keys that are not there yet, of any number of streams; answers with those that count.
pub async fn create(db: &Pool, keys: &[NewKey]) -> Result<Vec<Row>, VaultError> {
    let streams: Vec<&str> = keys.iter().map(|key| key.stream.as_str()).collect();
    let subjects: Vec<String> = keys.iter().map(|key| key.subject.to_string()).collect();
    let generations: Vec<i32> = keys.iter().map(|key| key.generation).collect();
    let wrapped: Vec<&[u8]> = keys.iter().map(|key| key.wrapped.as_slice()).collect();
    Ok(sqlx::query_as("select stream, subject, generation, wrapped from create_data_keys($1, $2, $3, $4)")
        .bind(streams)
        .bind(subjects)
        .bind(generations)
        .bind(wrapped)
        .fetch_all(&mut *db.lend().await?)
        .await?)
}

/// Destroys keys; answers with all subjects that are gone now, and whether they were there before.
pub async fn destroy(
    db: &Pool,
    stream: &str,
    subject: Option<Subject>,
) -> Result<Vec<(Subject, bool)>, VaultError> {
    let gone: Vec<(String, bool)> =
        sqlx::query_as("select subject, was_there from destroy_data_keys($1, $2)")
            .bind(stream)
            .bind(subject.map(|subject| subject.to_string()))
            .fetch_all(&mut *db.lend().await?)
            .await?;
    gone.into_iter().map(|(subject, was_there)| Ok((parse_subject(&subject)?, was_there))).collect()
}

/// How many keys of this stream are destroyed. A tombstone where there never was a key was made at the
/// moment of its destruction.
pub async fn destroyed(db: &Pool, stream: &str) -> Result<u64, VaultError> {
    let count = "select count(*) from data_keys where stream = $1 and destroyed_at > created_at";
    let count: i64 = sqlx::query_scalar(count).bind(stream).fetch_one(&mut *db.lend().await?).await?;
    Ok(count.unsigned_abs())
}

/// Re-wraps one batch of keys of older generations; answers how many it found.
pub async fn rewrap_batch(db: &Pool, wrapping: &dyn KeyEncryptionKey) -> Result<u64, VaultError> {
    let mut connection = db.lend().await?;
    let mut work = connection.begin().await?;
    // Never waits for a lock, so it cannot stand in the way of a destruction.
    let rows: Vec<Row> = sqlx::query_as(
        "select stream, subject, generation, wrapped from data_keys \
         where generation < $1 and wrapped is not null \
         limit $2 for update skip locked",
    )
    .bind(wrapping.current_generation())
    .bind(BATCH)
    .fetch_all(&mut *work)
    .await?;
    for row in &rows {
        let Some(wrapped) = &row.wrapped else {
            continue;
        };
        let context = context(&row.stream, row.subject()?);
        let key = wrapping.unwrap(&context, row.generation, wrapped).await?;
        let (generation, wrapped) = wrapping.wrap(&context, &key).await?;
        sqlx::query("update data_keys set generation = $3, wrapped = $4 where stream = $1 and subject = $2")
            .bind(&row.stream)
            .bind(&row.subject)
            .bind(generation)
            .bind(wrapped)
            .execute(&mut *work)
            .await?;
    }
    work.commit().await?;
    Ok(rows.len() as u64)
}

/// What a wrapped key is bound to: it unwraps in no other row.
pub fn context(stream: &str, subject: Subject) -> Vec<u8> {
    framed(&[stream.as_bytes(), subject.to_string().as_bytes()])
}

fn parse_subject(text: &str) -> Result<Subject, VaultError> {
    text.parse().map_err(|_| sqlx::Error::Decode("data_keys holds a subject that is none".into()).into())
}
