//! Backups and what comes of them, by the scripts that are delivered: what was erased stays erased as long as the keys
//! are the current ones, and an older store of keys is brought up to date by what the log says.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor, PgPool};
use tempfile::TempDir;

use crate::actors::{coordinator, manager, privacy_officer};
use crate::doors::{Door, Envelope};
use crate::house::House;
use crate::load::Load;
use crate::stages::Stage;
use crate::stand::Parts;

/// A case is erased between two backups. The data from before it with the keys from after it, then the data from
/// after it with the keys from before it and no list of what was destroyed: nothing of the case comes back.
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

    restored(house, parts, &[&house.database], &["data", &before.data]).await;
    tell_of(house, load, &case, &number).await;
    let both = [&house.database, &house.keys_database];
    restored(house, parts, &both, &["both", &after.data, &before.keys, "/dev/null"]).await;
    tell_of(house, load, &case, &number).await;
}

struct Backup {
    data: String,
    keys: String,
}

async fn backup(house: &House, folder: &TempDir, name: &str) -> Backup {
    let folders = ["data", "keys", "destroyed"].map(|what| folder.path().join(name).join(what));
    let given: Vec<_> = folders.iter().map(|folder| folder.to_str().unwrap()).collect();
    succeeds(house.script("backup/backup.sh", &given)).await;
    let [data, keys] = [0, 1].map(|number: usize| {
        let file = fs::read_dir(&folders[number]).unwrap().next().unwrap().unwrap();
        file.path().display().to_string()
    });
    Backup { data, keys }
}

/// These databases anew, and the server on them.
async fn restored(house: &House, parts: &mut Parts, databases: &[&String], arguments: &[&str]) {
    parts.servers[0] = None;
    let admin = admin(house).await;
    for database in databases {
        admin.execute(&*format!("drop database {database} with (force)")).await.unwrap();
        admin.execute(&*format!("create database {database}")).await.unwrap();
    }
    admin.close().await;
    succeeds(house.script("backup/restore.sh", arguments)).await;
    parts.start(house, 0).await;
}

async fn admin(house: &House) -> PgPool {
    PgPoolOptions::new().connect_with(house.postgres.options("postgres")).await.unwrap()
}

async fn succeeds(mut command: Command) {
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(output.status.success(), "{}", said.concat());
}

/// Notes what answers about the erased case, and about whom it was, still hold of it.
async fn tell_of(house: &House, load: &Load, case: &str, number: &str) {
    let answer = house.call(Door::Rest, &manager(), "GetCase", json!({"caseId": case})).await;
    let told = answer.map_or(Value::Null, |reply| reply.json).to_string();
    for personal in ["Proef", "1990-04-12", number, "Derde aanhouding"] {
        if told.contains(personal) {
            load.history().told_of_erased.push(format!("Case/{case} tells {personal:?}"));
        }
    }
    let sought = json!({"identity": {"bsn": number}});
    let client = house.client(Door::Rest);
    let found = client.call(&coordinator(), "SearchPersons", sought, Envelope::default()).await.unwrap();
    if found.json["items"] != json!([]) {
        load.history().told_of_erased.push(format!("whom Case/{case} was about is found"));
    }
}
