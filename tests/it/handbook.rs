//! The tables of what holds and by which tests: the handbook's rules (`docs/handbook-rules.md`), security
//! (`docs/security.md`) and what is promised when things fail (`docs/reliability.md`). Each section has its rows, and each row names tests that are there.

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
    assert_eq!(mistakes(&document, &handbook()), [""; 0]);
}

/// The sections of the handbook that have rules.
fn handbook() -> Vec<String> {
    (1..=10).map(|number| format!("§{number}")).collect()
}

#[test]
fn every_risk_and_every_requirement_of_security_names_the_tests_that_hold_it() {
    let document = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let sections = ["Threats", "OWASP", "ASVS", "Parsers", "Sinks"].map(str::to_owned);
    assert_eq!(mistakes(&document, &sections), [""; 0]);
    for number in 1..=10 {
        assert!(document.contains(&format!("| API{number}:2023 ")), "API{number}");
    }
}

#[test]
fn every_promise_when_things_fail_names_the_test_of_its_check() {
    let document = fs::read_to_string(root().join("docs/reliability.md")).unwrap();
    assert_eq!(mistakes(&document, &["Promises".to_owned()]), [""; 0]);
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
    assert_eq!(mistakes(&document, &handbook()), told);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Everything that is wrong with the tables of these sections.
fn mistakes(document: &str, sections: &[String]) -> Vec<String> {
    let rows = rows(document);
    let empty = sections.iter().filter(|section| !rows.iter().any(|row| row.belongs_to(section)));
    let empty: Vec<_> = empty.map(|section| format!("{section} has no rules")).collect();
    let wrong =
        rows.iter().flat_map(|row| row.mistakes().into_iter().map(|it| format!("{}: {it}", row.rule)));
    empty.into_iter().chain(wrong).collect()
}

/// The rows of the tables whose last column says by which tests something is held.
fn rows(document: &str) -> Vec<Row<'_>> {
    let mut section = "";
    let mut is_held = false;
    let mut rows = Vec::new();
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        if line.is_empty() {
            is_held = false;
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else { continue };
        let (rule, held_by) = cells.rsplit_once(" | ").unwrap_or((cells, ""));
        match held_by {
            "held by" => is_held = true,
            _ if is_held => rows.push(Row { section, rule, held_by }),
            _ => {}
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
