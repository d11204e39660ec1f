//! The arrows between the rooms, read from the manifests: whoever draws them sees a ladder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// From the bottom up; a room depends only on rooms that stand lower.
const LADDER: [&[&str]; 6] = [
    &["schakel-domain", "schakel-embedded-postgres", "schakel-connections"],
    &["schakel-access-log", "schakel-vault", "schakel-access", "schakel-figures"],
    &["schakel-journal"],
    &["schakel-read-models"],
    &["schakel-application"],
    &["schakel"],
];

/// Who may use a library directly.
const RESERVED: [(&str, &[&str]); 5] = [
    (
        "sqlx",
        &[
            "schakel",
            "schakel-access-log",
            "schakel-application",
            "schakel-connections",
            "schakel-embedded-postgres",
            "schakel-journal",
            "schakel-read-models",
            "schakel-vault",
        ],
    ),
    ("axum", &["schakel"]),
    ("tonic", &["schakel"]),
    ("aws-lc-rs", &["schakel", "schakel-access-log", "schakel-vault"]),
    ("cqrs-es", &["schakel", "schakel-application", "schakel-domain", "schakel-journal"]),
];

#[test]
fn arrows_point_down_only() {
    let rungs: BTreeMap<_, _> = LADDER
        .iter()
        .enumerate()
        .flat_map(|(rung, rooms)| rooms.iter().map(move |room| (*room, rung)))
        .collect();
    let metadata = metadata();
    let rooms: BTreeSet<_> = metadata.workspace_packages().iter().map(|room| room.name.to_string()).collect();
    assert_eq!(rooms, rungs.keys().map(|room| (*room).to_owned()).collect(), "every room has its rung");
    for room in metadata.workspace_packages() {
        for below in dependencies(room).filter(|name| rooms.contains(*name)) {
            assert!(rungs[below] < rungs[room.name.as_str()], "{} may not depend on {below}", room.name);
        }
    }
}

#[test]
fn libraries_are_used_only_where_they_belong() {
    for (library, allowed) in RESERVED {
        for room in metadata().workspace_packages() {
            let uses = dependencies(room).any(|name| name == library);
            assert!(!uses || allowed.contains(&room.name.as_str()), "{} may not use {library}", room.name);
        }
    }
}

#[test]
fn the_domain_does_no_io() {
    let metadata = metadata();
    let domain =
        metadata.workspace_packages().into_iter().find(|room| room.name.as_str() == "schakel-domain");
    let used: BTreeSet<_> = dependencies(domain.unwrap()).collect();
    let without_io =
        ["chrono", "cqrs-es", "serde", "serde_json", "thiserror", "unicode-normalization", "uuid"];
    assert_eq!(used, BTreeSet::from(without_io));
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path("../../Cargo.toml").no_deps().exec().unwrap()
}

fn dependencies(room: &Package) -> impl Iterator<Item = &str> {
    let normal = room.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str())
}

/// A pool of `sqlx` takes statements directly, and takes connections back without a bound.
#[test]
fn pools_are_held_in_one_room() {
    let names = ["PgPool", "Pool<Postgres>", "AnyPool", "sqlx::Pool"];
    let holding = sources().into_iter().filter(|(_, text)| names.iter().any(|name| text.contains(name)));
    let holding: BTreeSet<_> = holding.map(|(path, _)| path).collect();
    let room = ["pool.rs", "own.rs"].map(|file| PathBuf::from("../../crates/connections/src").join(file));
    assert_eq!(holding, BTreeSet::from(room));
}

/// PostgreSQL's advisory locks are numbers: two that are the same wait for each other.
#[test]
fn each_lock_of_the_database_has_a_number_of_its_own() {
    let mut files = BTreeMap::<_, BTreeSet<_>>::new();
    for (path, text) in sources() {
        for (at, _) in text.match_indices("7361636") {
            let digits = text[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - at);
            files.entry(text[at..at + digits].to_owned()).or_default().insert(path.clone());
        }
    }
    let shared: Vec<_> = files.iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(files.len() > 4 && shared.is_empty(), "{shared:?}");
}

/// What the product is made of, not its tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    let mut folders = vec![PathBuf::from("../../crates"), PathBuf::from("../../services")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders
                    .extend(Some(path).filter(|path| !path.ends_with("tests") && !path.ends_with("benches"))),
                false => sources.push((path.clone(), fs::read_to_string(&path).unwrap_or_default())),
            }
        }
    }
    sources
}
