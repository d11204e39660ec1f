//! The table of the handbook's rules (`docs/handbook-rules.md`): each section has its rules, and each rule names tests
//! that are there.

use std::fs;
use std::path::{Path, PathBuf};

/// A rule, and the tests that hold it.
struct Row<'a> {
    section: &'a str,
    rule: &'a str,
    held_by: &'a str,
}

#[test]
fn every_rule_of_the_handbook_names_the_tests_that_hold_it() {
    let document = fs::read_to_string(root().join("docs/handbook-rules.md")).unwrap();
    assert_eq!(mistakes(&document), [""; 0]);
}

#[test]
fn a_row_that_names_no_test_or_none_that_is_there_is_a_mistake() {
    let here = "tests/it/handbook.rs";
    let document = format!(
        "\
## §1 People
| rule | held by |
|---|---|
| Held. | `{here}::every_rule_of_the_handbook_names_the_tests_that_hold_it` |
| Held by nothing. |  |
| Held by nobody knows what. | the tests of intake |
| Held by a file that is not there. | `tests/it/dreams.rs::it_works` |
| Held by a test that is not there. | `{here}::every_rule` |
| Held by what is no test. | `{here}::mistakes` |
"
    );
    let told = [
        "§2 has no rules",
        "§3 has no rules",
        "§4 has no rules",
        "§5 has no rules",
        "§6 has no rules",
        "§7 has no rules",
        "§8 has no rules",
        "§9 has no rules",
        "§10 has no rules",
        "Held by nothing.: no test is named",
        "Held by nobody knows what.: no test is named",
        "Held by a file that is not there.: tests/it/dreams.rs is not there",
        "Held by a test that is not there.: tests/it/handbook.rs has no test every_rule",
        "Held by what is no test.: tests/it/handbook.rs has no test mistakes",
    ];
    assert_eq!(mistakes(&document), told);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Everything that is wrong with the table.
fn mistakes(document: &str) -> Vec<String> {
    let rows = rows(document);
    let sections = (1..=10).map(|number| format!("§{number}"));
    let empty = sections.filter(|section| !rows.iter().any(|row| row.belongs_to(section)));
    let empty: Vec<_> = empty.map(|section| format!("{section} has no rules")).collect();
    let wrong =
        rows.iter().flat_map(|row| row.mistakes().into_iter().map(|it| format!("{}: {it}", row.rule)));
    empty.into_iter().chain(wrong).collect()
}

fn rows(document: &str) -> Vec<Row<'_>> {
    let mut section = "";
    let mut rows = Vec::new();
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else { continue };
        let (rule, held_by) = cells.split_once(" | ").unwrap_or((cells, ""));
        if rule != "rule" {
            rows.push(Row { section, rule, held_by });
        }
    }
    rows
}

impl Row<'_> {
    fn belongs_to(&self, section: &str) -> bool {
        self.section.split(' ').next() == Some(section)
    }

    /// Every test that is named, as its file and its name.
    fn tests(&self) -> Vec<(&str, &str)> {
        self.held_by.split('`').filter_map(|part| part.split_once("::")).collect()
    }

    fn mistakes(&self) -> Vec<String> {
        let tests = self.tests();
        match tests.is_empty() {
            true => vec!["no test is named".to_owned()],
            false => tests.iter().filter_map(|(file, name)| missing(file, name)).collect(),
        }
    }
}

/// What is missing of a test.
fn missing(file: &str, name: &str) -> Option<String> {
    let Ok(source) = fs::read_to_string(root().join(file)) else {
        return Some(format!("{file} is not there"));
    };
    (!has_test(&source, name)).then(|| format!("{file} has no test {name}"))
}

/// Whether this source has a function of that name with the attribute of a test above it; inside `proptest!` it is the
/// same.
fn has_test(source: &str, name: &str) -> bool {
    let lines: Vec<_> = source.lines().map(str::trim).collect();
    let begins = format!("fn {name}(");
    let is_it = |line: &str| line.strip_prefix("async ").unwrap_or(line).starts_with(&begins);
    let mut places = (0..lines.len()).filter(|place| is_it(lines[*place]));
    places.any(|place| {
        let above = lines[..place].iter().rev();
        let mut attributes = above.take_while(|line| line.starts_with("#[") || line.starts_with("///"));
        attributes.any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
    })
}
