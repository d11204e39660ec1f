//! A small disk that nobody else sees.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where it is, for the copy of this program that sees it.
pub const SMALL_DISK: &str = "SMALL_DISK";

/// Runs a test of this program once more, where a disk of so many MiB is mounted on the folder. Root may mount in a
/// name space of its own; anybody else only as root of one, and then goes on as nobody special, since PostgreSQL
/// does not run as root.
pub fn again(test: &str, folder: &Path, mebibytes: usize) -> Command {
    let mount = format!(r#"mount -t tmpfs -o size={mebibytes}m,mode=1777 tmpfs "$SMALL_DISK" && exec "$@""#);
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let mut command = Command::new("unshare");
    command.args(if is_root { &["--mount"][..] } else { &["--map-root-user", "--mount"] });
    command.args(["sh", "-c", &mount, "sh"]);
    if !is_root {
        command.args(["unshare", "--user", "--map-user=1000", "--map-group=1000"]);
    }
    command.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]);
    command.env(SMALL_DISK, folder);
    command
}

/// Writes a file until the disk is full.
pub fn fill(disk: &Path) -> PathBuf {
    let path = disk.join("filling");
    let mut file = File::create(&path).unwrap();
    while file.write_all(&[7; 4096]).is_ok() {}
    path
}
