//! The table as it is read: equal rows are one.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::cases::Column;
use super::{NO_ROLE, Told, seen};

/// Of each case, what is seen of it and by whom.
pub fn of_what_is_seen(columns: &[Column], names: &[&str], told: &[Told]) -> String {
    let mut text = format!("what is seen\n{}", seen::LEGEND);
    for (place, column) in columns.iter().enumerate() {
        writeln!(text, "{}: {}", column.name, column.about).unwrap();
        let lines = names.iter().zip(told).map(|(name, told)| (told.seen[place].clone(), *name));
        for (line, who) in with_last(seen::NOTHING, folded(lines)) {
            list(&mut text, &format!("  {line}"), &who);
        }
    }
    text
}

/// Of the operations on a case, by whom on which.
pub fn of_what_is_done(columns: &[Column], names: &[&str], told: &[Told]) -> String {
    let heading: Vec<_> = columns.iter().map(|column| format!("{:<7}", column.name)).collect();
    let mut text = format!("operations on a case\n  {}\n", heading.concat().trim_end());
    let spread = |row: &str| match row {
        NO_ROLE => row.to_owned(),
        _ => row.chars().map(|sign| format!("{sign:<7}")).collect(),
    };
    let rows = told[0].of_cases.keys().map(|operation| {
        let rows = names.iter().zip(told).map(|(name, told)| (spread(&told.of_cases[operation]), *name));
        (block(rows), operation.as_str())
    });
    blocks(&mut text, rows);
    text
}

/// Of the other operations, by whom.
pub fn of_the_rest(names: &[&str], told: &[Told]) -> String {
    let mut text = "other operations\n".to_owned();
    let rows = told[0].elsewhere.keys().map(|operation| {
        let rows = names.iter().zip(told).map(|(name, told)| (told.elsewhere[operation].to_string(), *name));
        (block(rows), operation.as_str())
    });
    blocks(&mut text, rows);
    text
}

/// Operations that are everybody's alike are told together.
fn blocks<'a>(text: &mut String, rows: impl Iterator<Item = (String, &'a str)>) {
    for (block, operations) in folded(rows) {
        list(text, "", &operations);
        text.push_str(&block);
    }
}

/// What came of an operation and to whom; those who have no role for it are the rest.
fn block<'a>(rows: impl Iterator<Item = (String, &'a str)>) -> String {
    let mut text = String::new();
    for (row, who) in with_last(NO_ROLE, folded(rows)) {
        let who = if row == NO_ROLE { vec!["(everybody else)"] } else { who };
        list(&mut text, &format!("  {row} "), &who);
    }
    text
}

/// With what is like nothing at the end.
fn with_last<'a>(last: &str, mut rows: Vec<(String, Vec<&'a str>)>) -> Vec<(String, Vec<&'a str>)> {
    rows.sort_by_key(|(key, _)| key == last);
    rows
}

/// The keys in the order in which they come first, each with all that it comes with.
fn folded<'a>(rows: impl Iterator<Item = (String, &'a str)>) -> Vec<(String, Vec<&'a str>)> {
    let mut places = BTreeMap::new();
    let mut folded: Vec<(String, Vec<&str>)> = Vec::new();
    for (key, value) in rows {
        let place = *places.entry(key.clone()).or_insert(folded.len());
        if place == folded.len() {
            folded.push((key, Vec::new()));
        }
        folded[place].1.push(value);
    }
    folded
}

/// A row and to whom it belongs, over as many lines as they need.
fn list(text: &mut String, row: &str, who: &[&str]) {
    const WIDTH: usize = 150;
    let indent = row.chars().count() + usize::from(!row.is_empty());
    let mut line = format!("{row}{}", if row.is_empty() { "" } else { " " });
    for (place, name) in who.iter().enumerate() {
        let word = format!("{name}{}", if place + 1 < who.len() { ", " } else { "" });
        if line.chars().count() + word.trim_end().len() > WIDTH && line.chars().count() > indent {
            writeln!(text, "{}", line.trim_end()).unwrap();
            line = " ".repeat(indent);
        }
        line.push_str(&word);
    }
    writeln!(text, "{}", line.trim_end()).unwrap();
}
