//! Pages as people see them, in a real headless Chromium.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/it/browser/look.mjs");

/// What a browser finds of each page: what the console says, what is asked of others, what sticks out, what axe finds,
/// how many checks of axe the page passes, and how many sheets of A4 it takes.
pub fn look_at(pages: &[&str]) -> Vec<Value> {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new("node");
    command.arg(SCRIPT).arg("/usr/bin/chromium");
    for (number, page) in pages.iter().enumerate() {
        let file = folder.path().join(format!("{number}.html"));
        fs::write(&file, page).unwrap();
        command.arg(file);
    }
    let output = command.output().unwrap_or_else(|error| panic!("node: {error}; run `make setup`"));
    let told = String::from_utf8_lossy(&output.stdout);
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "no browser: run `make setup`; {trouble}");
    told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
