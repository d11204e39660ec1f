//! A short-lived folder for the socket (and for data that need not be kept).

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::StartError;
use crate::account::Account;
use crate::error::During;

/// The longest path a Unix socket may have, in bytes.
const LONGEST_SOCKET_PATH: usize = 107;
const BELOW_BASE: usize = "/schakel-XXXXXX/.s.PGSQL.5432".len();

/// Waits until the owner of its standard input is gone, however that came about, then until the
/// server is gone (a zombie counts as gone), and clears up.
const CLEAR_UP: &str = r#"
pid=none
read -r pid
cat >/dev/null
while [ -e "/proc/$pid/cwd" ]; do sleep 0.05; done
rm -rf -- "$1"
"#;

/// A private folder that is removed when this value, or the whole process, is gone: also after
/// `kill -9`, by a small shell that outlives it.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    cleaner: Child,
}

impl Scratch {
    pub(crate) fn new(account: &Account) -> Result<Scratch, StartError> {
        let base = base(&[std::env::temp_dir(), PathBuf::from("/tmp")], account)?;
        let folder = tempfile::Builder::new()
            .prefix("schakel-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(&base)
            .during("make a folder in", &base)?;
        account.own(folder.path())?;
        let cleaner = Command::new("sh")
            .args(["-c", CLEAR_UP, "sh"])
            .arg(folder.path())
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .during("start", "sh")?;
        Ok(Scratch { folder: folder.keep(), cleaner })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// The server that must be gone before the folder goes.
    pub(crate) fn used_by(&mut self, pid: i32) -> io::Result<()> {
        match &mut self.cleaner.stdin {
            Some(input) => writeln!(input, "{pid}"),
            None => Ok(()),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.cleaner.stdin.take());
        if let Err(error) = self.cleaner.wait() {
            tracing::warn!(%error, "a temporary folder may be left behind");
        }
    }
}

/// The first folder whose sockets have a path that is short, plain enough for a URL, and open to
/// the user that runs PostgreSQL.
fn base(candidates: &[PathBuf], account: &Account) -> Result<PathBuf, StartError> {
    candidates
        .iter()
        .filter_map(|folder| fs::canonicalize(folder).ok())
        .find(|folder| is_short_and_plain(folder) && account.can_use(folder))
        .ok_or(StartError::NoSocketFolder)
}

fn is_short_and_plain(folder: &Path) -> bool {
    let path = folder.as_os_str().as_encoded_bytes();
    path.len() + BELOW_BASE <= LONGEST_SOCKET_PATH
        && path.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn passes_over_a_folder_too_deep_for_a_socket() {
        let parent = tempfile::tempdir().unwrap();
        let deep = parent.path().join("d".repeat(LONGEST_SOCKET_PATH));
        fs::create_dir(&deep).unwrap();
        let account = Account::for_new_data().unwrap();
        assert!(matches!(base(std::slice::from_ref(&deep), &account), Err(StartError::NoSocketFolder)));
        let tmp = fs::canonicalize("/tmp").unwrap();
        assert_eq!(base(&[deep, tmp.clone()], &account).unwrap(), tmp);
    }

    #[test]
    fn passes_over_a_path_that_would_need_escaping_in_a_url() {
        assert!(is_short_and_plain(Path::new("/var/tmp")));
        assert!(!is_short_and_plain(Path::new("/var/my tmp")));
    }

    #[test]
    fn leaves_no_folder_behind() {
        let scratch = Scratch::new(&Account::for_new_data().unwrap()).unwrap();
        let folder = scratch.path().to_owned();
        assert!(folder.is_dir());
        drop(scratch);
        assert!(!folder.exists());
    }
}
