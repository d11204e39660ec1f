//! Looking for texts wherever they may have been written: databases, files, logs, metrics.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use tempfile::TempDir;

use crate::house::House;

/// Every way in which a text may have been written down.
pub fn disguises(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut all = vec![secret.to_owned(), hex.to_uppercase(), hex];
    if !secret.is_ascii() {
        // Up to the first letter that is not plain, however the others are written.
        all.push(escaped(secret));
        all.push(secret.split(|c: char| !c.is_ascii()).next().unwrap().to_owned());
    }
    // In base64 a text looks different at each of three places; its first and last letters depend on what
    // stands beside it.
    for shift in 0..3 {
        let shifted = [&vec![0; shift][..], bytes].concat();
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&shifted);
            let sure = if shift == 0 { 0 } else { shift + 1 };
            let end = text.len() - usize::from(shifted.len() % 3 != 0);
            all.push(text[sure..end].to_owned());
        }
    }
    all
}

/// As JSON may write it in plain letters.
fn escaped(text: &str) -> String {
    let escape = |c: char| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    text.chars().map(escape).collect()
}

#[test]
fn a_disguise_is_seen_through_wherever_it_stands() {
    for before in ["", "a", "ab", "abc"] {
        for secret in ["Quirijntje", "999900006", "Garageverkoop Ötzi"] {
            let text = format!("{before}{secret} en nog wat");
            let encoded = STANDARD.encode(&text);
            assert!(disguises(secret).iter().any(|disguise| encoded.contains(disguise)), "{text}");
        }
    }
    assert!(disguises("Ötzi").contains(&"\\u00d6tzi".to_owned()));
}

/// Which of these texts stand in a file, or in a folder of files.
fn found_in(place: &Path, texts: &[String], patterns: &Path) -> String {
    fs::write(patterns, texts.join("\n")).unwrap();
    let mut grep = Command::new("grep");
    grep.args(["--recursive", "--text", "--only-matching", "--no-filename", "--fixed-strings", "--file"]);
    let output = grep.arg(patterns).arg(place).env("LC_ALL", "C").stderr(Stdio::null()).output().unwrap();
    let mut found: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found.join(", ")
}

/// All that a House has written down: dumps of its databases, its log, its metrics, what is exported of its access log, and
/// the folders in which PostgreSQL keeps its data.
pub struct Remains {
    folder: TempDir,
    /// The log of what PostgreSQL wrote.
    pub written: PathBuf,
    /// The folders of both databases.
    pub stored: Vec<PathBuf>,
}

impl Remains {
    pub async fn of(house: &House) -> Self {
        sqlx::query("checkpoint").execute(house.pool()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let dumps = folder.path().join("dumps");
        fs::create_dir(&dumps).unwrap();
        dump(house, &house.database, &dumps.join("data.sql")).await;
        dump(house, &house.keys_database, &dumps.join("keys.sql")).await;
        fs::write(dumps.join("server.log"), house.log()).unwrap();
        fs::write(dumps.join("metrics"), house.metrics().await).unwrap();
        for form in EXPORTS {
            fs::write(dumps.join(form), export(house, form).await).unwrap();
        }
        let (written, stored) = data_folders(house).await;
        Self { folder, written, stored }
    }

    /// The folder of the dumps, the log, the metrics and the exports.
    pub fn dumps(&self) -> PathBuf {
        self.folder.path().join("dumps")
    }

    /// Which of these texts stand in a place.
    pub fn found_in(&self, place: &Path, texts: &[String]) -> String {
        found_in(place, texts, &self.folder.path().join("patterns"))
    }

    /// Nowhere does any of these texts stand, however it is written.
    pub fn assert_free_of(&self, texts: &[String]) {
        let texts: Vec<_> = texts.iter().flat_map(|text| disguises(text)).collect();
        for place in self.stored.iter().chain([&self.written, &self.dumps()]) {
            assert_eq!(self.found_in(place, &texts), "", "in {}", place.display());
        }
    }
}

/// The forms in which the access log is exported.
pub const EXPORTS: [&str; 2] = ["decisions", "processing"];

/// The whole access log as it is exported, but for what a transaction that is under way holds back.
pub async fn export(house: &House, form: &str) -> String {
    let output = house.run(&["audit", "export", "--form", form]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn dump(house: &House, database: &str, file: &Path) {
    let mut command = Command::new(house.postgres.bin_dir().join("pg_dump"));
    command.arg("--dbname").arg(house.postgres.url(database, "schakel_admin")).arg("--file").arg(file);
    let status = tokio::task::spawn_blocking(move || command.status().unwrap()).await.unwrap();
    assert!(status.success());
}

/// The log of what PostgreSQL wrote, and the folders in which it keeps these two databases.
async fn data_folders(house: &House) -> (PathBuf, Vec<PathBuf>) {
    let base: String = sqlx::query_scalar("show data_directory").fetch_one(house.pool()).await.unwrap();
    let mut folders = Vec::new();
    for name in [&house.database, &house.keys_database] {
        let oid = "select oid::bigint from pg_database where datname = $1";
        let oid: i64 = sqlx::query_scalar(oid).bind(name).fetch_one(house.pool()).await.unwrap();
        folders.push(Path::new(&base).join("base").join(oid.to_string()));
    }
    (Path::new(&base).join("pg_wal"), folders)
}
