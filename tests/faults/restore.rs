//! Backups and what comes of them: what was erased stays erased as long as the keys are the current ones, and an
//! older store of keys is brought up to date as the script that restores does it.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor, PgPool};
use tempfile::TempDir;

use crate::actors::manager;
use crate::actors::privacy_officer;
use crate::doors::Door;
use crate::house::House;
use crate::load::Load;
use crate::stages::Stage;
use crate::stand::Parts;
use crate::strike::succeeds;

const DESTROY_AGAIN: &str = "\
select 'select destroy_data_keys(' || quote_literal(aggregate_type || '/' || aggregate_id) || ', null)'
from journal.events where event_type in ('CaseErased', 'PersonErased')";

/// A case is erased between two backups. The data from before it with the keys from after it, then the data from
/// after it with the keys from before it: nothing of the case comes back.
pub async fn older_data_and_older_keys(house: &House, load: &Load, parts: &mut Parts) {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage { house, door: Door::Rest };
    let (person, number) = load.set_apart(load.history().erased.len());
    let case = stage.closed(&number).await;
    let granted = stage.granted_about(&case).await;
    let before = backup(house, &folder, "before").await;
    stage.order(&privacy_officer(), "EraseCase", &case, granted).await;
    let after = backup(house, &folder, "after").await;
    load.history().erased.insert(format!("Case/{case}"), person);

    restored(house, parts, &before.data, &after.keys).await;
    tell_of(house, load, &case, &number).await;
    restored(house, parts, &after.data, &before.keys).await;
    destroy_again(house).await;
    tell_of(house, load, &case, &number).await;
}

struct Backup {
    data: String,
    keys: String,
}

/// The keys after the data, as the operators' guide says.
async fn backup(house: &House, folder: &TempDir, name: &str) -> Backup {
    let [data, keys] = ["data", "keys"].map(|what| folder.path().join(format!("{name}-{what}")));
    dump(house, &house.database, &data).await;
    dump(house, &house.keys_database, &keys).await;
    Backup { data: data.display().to_string(), keys: keys.display().to_string() }
}

async fn dump(house: &House, database: &str, file: &Path) {
    let file = file.display().to_string();
    run(house, "pg_dump", &["--format", "custom", "--file", &file, database]).await;
}

/// Both databases anew from these files, and the servers on them.
async fn restored(house: &House, parts: &mut Parts, data: &str, keys: &str) {
    parts.servers[0] = None;
    for (database, file) in [(&house.database, data), (&house.keys_database, keys)] {
        let admin = admin(house).await;
        admin.execute(&*format!("drop database {database} with (force)")).await.unwrap();
        admin.execute(&*format!("create database {database}")).await.unwrap();
        admin.close().await;
        run(house, "pg_restore", &["--exit-on-error", "--dbname", database, file]).await;
    }
    succeeds(house, &["migrate"]).await;
    parts.start(house, 0).await;
}

async fn admin(house: &House) -> PgPool {
    PgPoolOptions::new().connect_with(house.postgres.options("postgres")).await.unwrap()
}

async fn run(house: &House, program: &str, arguments: &[&str]) {
    let mut command = Command::new(house.postgres.bin_dir().join(program));
    command
        .arg("--host")
        .arg(house.postgres.socket_dir())
        .args(["--username", "schakel_admin"])
        .args(arguments);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What `deploy/backup/restore.sh` does: the log of the data says which keys are to be destroyed again.
async fn destroy_again(house: &House) {
    let statements: Vec<String> = sqlx::query_scalar(DESTROY_AGAIN).fetch_all(house.pool()).await.unwrap();
    assert!(!statements.is_empty(), "something was erased");
    for statement in statements {
        house.keys_pool().execute(&*statement).await.unwrap();
    }
}

/// Notes what an answer about the erased case still holds of it.
async fn tell_of(house: &House, load: &Load, case: &str, number: &str) {
    let answer = house.call(Door::Rest, &manager(), "GetCase", json!({"caseId": case})).await;
    let told = answer.map_or(Value::Null, |reply| reply.json).to_string();
    for personal in ["Proef", "1990-04-12", number, "Derde aanhouding"] {
        if told.contains(personal) {
            load.history().told_of_erased.push(format!("Case/{case} tells {personal:?}"));
        }
    }
}
