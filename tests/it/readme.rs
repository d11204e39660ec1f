//! The commands and calls in the README and the guides are executed here, so that they cannot rot:
//! every block that begins with "```sh test", in order, one shell for each document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::demo::{Demo, Folder};
use crate::house::PROGRAM;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const MARK: &str = "```sh test";
/// Only a hang gets there.
const PATIENCE: Duration = Duration::from_secs(300);

#[tokio::test(flavor = "multi_thread")]
async fn every_command_and_call_of_the_readme_and_the_guides_works() {
    let folder = Folder::new();
    let demo = Demo::up(&folder).await;
    let environment = [
        ("URL", demo.url.clone()),
        ("ADDRESS", demo.address.clone()),
        ("SCHAKEL_LISTEN", demo.address.clone()),
        ("SCHAKEL_ISSUER_FOLDER", folder.path().join("issuer").display().to_string()),
        // The build may be in another folder than that of the documents.
        ("SCHAKEL", PROGRAM.to_owned()),
    ];
    let documents: Vec<_> = documents().into_iter().map(|path| (blocks(&path), path)).collect();
    let (in_readme, readme) = documents.first().unwrap();
    assert!(readme.ends_with("README.md") && !in_readme.is_empty(), "the README has no block to execute");
    for (blocks, path) in documents.iter().filter(|(blocks, _)| !blocks.is_empty()) {
        let output = run(blocks, &environment).await;
        let said = String::from_utf8_lossy(&output.stdout);
        let name = path.display();
        assert!(output.status.success(), "{name}: {}\n{said}", output.status);
        assert!(!is_problem(&said), "{name}: a problem was answered\n{said}");
    }
}

#[test]
fn a_block_is_taken_up_to_its_end_and_only_when_it_is_marked() {
    let text = "a\n```sh test\none\n  two\n```\n```sh\nthree\n```\n```sh test\nfour\n```\n";
    let blocks = blocks_of(text);
    assert_eq!(blocks, [(2, "one\n  two".to_owned()), (9, "four".to_owned())]);
}

#[tokio::test]
async fn a_command_that_fails_ends_its_document() {
    let blocks = [(3, "true"), (7, "false | cat"), (9, "echo too far")];
    let output = run(&blocks.map(|(line, block)| (line, block.to_owned())), &[]).await;
    assert!(!output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "--- line 3\n--- line 7\n");
}

#[test]
fn a_problem_is_seen_in_what_was_printed() {
    assert!(is_problem(r#"{"type": "http://127.0.0.1:8080/v1/problems/not-found", "status": 404}"#));
    assert!(!is_problem(r#"{"cases": []}"#));
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(ROOT);
    let guides = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut guides: Vec<_> = guides.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    guides.sort();
    [vec![root.join("README.md")], guides].concat()
}

fn blocks(document: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(document);
    blocks_of(&text.unwrap_or_else(|error| panic!("{}: {error}", document.display())))
}

/// The marked blocks, each with the number of the line on which it begins.
fn blocks_of(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<_> = text.lines().collect();
    let begins = lines.iter().enumerate().filter(|(_, line)| line.trim_end() == MARK);
    begins
        .map(|(at, _)| {
            let block = lines[at + 1..].iter().take_while(|line| !line.starts_with("```"));
            (at + 1, block.copied().collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// Each block says where it stands before it begins, so that a failure can be found.
async fn run(blocks: &[(usize, String)], environment: &[(&str, String)]) -> Output {
    let blocks = blocks.iter().map(|(line, block)| format!("echo '--- line {line}'\n{block}\n"));
    let script = format!("exec 2>&1\n{}", blocks.collect::<String>());
    let mut shell = Command::new("bash");
    shell.args(["-euo", "pipefail", "-c", &script]).envs(environment.iter().cloned());
    shell.current_dir(ROOT).stdin(Stdio::null()).kill_on_drop(true);
    timeout(PATIENCE, shell.output()).await.unwrap().unwrap()
}

/// The type of a problem is the address of its page.
fn is_problem(printed: &str) -> bool {
    let packed: String = printed.split_whitespace().collect();
    let types = packed.split(r#""type":""#).skip(1).filter_map(|rest| rest.split('"').next());
    types.into_iter().any(|kind| kind.starts_with("http") && kind.contains("/problems/"))
}
