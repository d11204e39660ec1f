//! Where PostgreSQL's programs are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::StartError;

const OLDEST: u32 = 15;

/// The folder with `postgres` and `initdb`: the configured one, or the first that fits of
/// `pg_config`, `PATH` and Debian's versioned folders, newest first.
///
/// Data that exists can be served by the major version that wrote it only.
pub(crate) fn find(configured: Option<&Path>, written_by: Option<u32>) -> Result<PathBuf, StartError> {
    let configured =
        configured.map(Path::to_owned).or_else(|| env::var_os("SCHAKEL_POSTGRES_BIN").map(PathBuf::from));
    let (folders, looked_in) = match configured {
        Some(folder) => (vec![folder.clone()], folder.display().to_string()),
        None => (usual_folders(), "pg_config's folder, PATH and /usr/lib/postgresql".to_owned()),
    };
    folders
        .iter()
        .filter_map(|folder| programs_in(folder))
        .find(|(_, major)| written_by.map_or(*major >= OLDEST, |wanted| *major == wanted))
        .map(|(folder, _)| folder)
        .ok_or_else(|| not_found(looked_in, written_by))
}

fn not_found(looked_in: String, written_by: Option<u32>) -> StartError {
    let (wanted, package) = match written_by {
        Some(major) => (format!("version {major}, which wrote the data"), format!("postgresql-{major}")),
        None => (format!("version {OLDEST} or newer"), "postgresql".to_owned()),
    };
    StartError::NoBinaries { wanted, looked_in, package }
}

fn usual_folders() -> Vec<PathBuf> {
    let from_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>());
    pg_config_folder().into_iter().chain(from_path.unwrap_or_default()).chain(debian_folders()).collect()
}

fn pg_config_folder() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(folder.trim()))
}

fn debian_folders() -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.iter().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"))).collect()
}

/// The real folder (links followed) and its major version, if it has the server's programs.
fn programs_in(folder: &Path) -> Option<(PathBuf, u32)> {
    let postgres = fs::canonicalize(folder.join("postgres")).ok()?;
    let folder = postgres.parent()?;
    if !folder.join("initdb").is_file() {
        return None;
    }
    let output = Command::new(&postgres).arg("--version").output().ok()?;
    Some((folder.to_owned(), major_of(&String::from_utf8_lossy(&output.stdout))?))
}

/// `postgres (PostgreSQL) 15.17 (Debian …)` → 15
fn major_of(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.17 (Debian 15.17-0+deb12u1)\n"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn says_which_package_serves_the_data_that_is_there() {
        let message = not_found("PATH".to_owned(), Some(14)).to_string();
        assert!(message.ends_with("sudo apt-get install -y postgresql-14"), "{message}");
    }
}
