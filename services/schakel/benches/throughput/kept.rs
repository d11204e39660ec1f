//! Databases with a great many cases, filled once and kept.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use schakel_read_models::projections;

use crate::Result;
use crate::databases::{Databases, empty, folder};
use crate::fill::filled;
use crate::people::{GENERATION, People};

/// Stands in a folder that was filled to the end.
const COMPLETE: &str = "complete";

/// Fills the databases that are kept for these people, if they are not there.
pub async fn make(people: &People) -> Result<()> {
    let (kept, made_from) = (folder_for(people), made_from());
    if fs::read_to_string(kept.join(COMPLETE)).ok().as_ref() != Some(&made_from) {
        filled(Databases::fresh(kept.clone()).await?, people).await?.stop().await?;
        fs::write(kept.join(COMPLETE), made_from)?;
    }
    Ok(())
}

/// A copy of the databases that are kept for these people. On a file system that can do so it shares its blocks
/// with the original.
pub async fn copy(people: &People, run: &str) -> Result<Databases> {
    let run = folder(run);
    empty(&run)?;
    copy_folder(&folder_for(people), &run)?;
    Databases::existing(run).await
}

fn folder_for(people: &People) -> PathBuf {
    folder("kept").join(people.size().to_string())
}

/// What the rows follow from: with another generator, another table or another projection they would be
/// others. What only migrations change is migrated in the copy.
fn made_from() -> String {
    let mut text = format!("people {GENERATION}\n");
    for projection in projections() {
        // Writing into a string does not fail.
        let _ = writeln!(text, "{} {}\n{}", projection.name(), projection.version(), projection.ddl());
    }
    text
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--reflink=auto"]).arg(from.join(".")).arg(to);
    match copy.status()?.success() {
        true => Ok(()),
        false => Err("the kept databases cannot be copied".into()),
    }
}
