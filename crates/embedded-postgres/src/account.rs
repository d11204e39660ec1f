//! Who runs PostgreSQL: the current user, or for root somebody unprivileged.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::StartError;
use crate::error::During;

/// The user that runs PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    /// Whoever runs this program.
    Current,
    /// Somebody without privileges, because this program runs as root.
    Unprivileged { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// Who runs a new cluster.
    pub(crate) fn for_new_data() -> Result<Account, StartError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Account::Current);
        }
        let users = fs::read_to_string("/etc/passwd").during("read", "/etc/passwd")?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| unprivileged(&users, name))
            .ok_or(StartError::NoUnprivilegedUser)
    }

    /// Who runs the cluster in `pgdata`: for root its owner, so that the folder stays of use to him.
    pub(crate) fn for_data(pgdata: &Path) -> Result<Account, StartError> {
        let new = Account::for_new_data()?;
        Ok(match (new, fs::metadata(pgdata)) {
            (Account::Unprivileged { .. }, Ok(data)) if data.uid() != 0 => Account::Unprivileged {
                name: format!("with id {}", data.uid()),
                uid: data.uid(),
                gid: data.gid(),
            },
            (new, _) => new,
        })
    }

    /// Makes the folder this user's own.
    pub(crate) fn own(&self, folder: &Path) -> Result<(), StartError> {
        match self {
            Account::Current => Ok(()),
            Account::Unprivileged { uid, gid, .. } => {
                chown(folder, Some(*uid), Some(*gid)).during("change the owner of", folder)
            }
        }
    }

    /// Can this user write in the folder? Asked of the system itself: each folder above it counts.
    pub(crate) fn can_use(&self, folder: &Path) -> bool {
        self.can_enter(folder) && self.test("-w", folder)
    }

    /// Can this user enter the folder?
    pub(crate) fn can_enter(&self, folder: &Path) -> bool {
        self.test("-x", folder)
    }

    fn test(&self, permission: &str, folder: &Path) -> bool {
        let status = self.command("test").arg(permission).arg(folder).status();
        status.is_ok_and(|status| status.success())
    }

    /// A program run by this user that gets SIGINT when the thread that started it ends.
    ///
    /// It has a process group of its own: Ctrl-C in a terminal is for this program alone, which
    /// then ends PostgreSQL when it no longer needs it.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Account::Unprivileged { uid, gid, .. } = self {
            command.args(["--reuid", &uid.to_string(), "--regid", &gid.to_string(), "--clear-groups"]);
        }
        command.arg("--").arg(program.as_ref()).current_dir("/").process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C");
        command
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Account::Current => "running this program".to_owned(),
            Account::Unprivileged { name, .. } => name.clone(),
        }
    }
}

fn unprivileged(users: &str, name: &str) -> Option<Account> {
    let fields: Vec<&str> =
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|user| user[0] == name)?;
    let (uid, gid) = (fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
    (uid != 0).then(|| Account::Unprivileged { name: name.to_owned(), uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_user_and_never_takes_root() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104::/:/bin/sh\nnobody:x:0:0::/:/bin/sh\n";
        let expected = Account::Unprivileged { name: "postgres".to_owned(), uid: 101, gid: 104 };
        assert_eq!(unprivileged(users, "postgres"), Some(expected));
        assert_eq!(unprivileged(users, "nobody"), None);
        assert_eq!(unprivileged(users, "absent"), None);
    }
}
