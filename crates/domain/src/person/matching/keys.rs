//! The keys by which candidates are found.
//!
//! Each is compound, so that none alone tells how frequent a name is, and few people share it. No key has to be
//! asked for in several ways: the usual faults change none of them, or there is one that they do not change.
//!
//! | key | what it is not changed by |
//! |---|---|
//! | surname, date | given name; day and month swapped |
//! | date, given name | surname; day and month swapped |
//! | surname, day, given name | year; day and month swapped |
//! | surname, year, given name | day and month, which may be unknown |
//!
//! A surname stands in it as it is heard, a given name as the full name that it may be short for.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::birth::unordered_day;
use super::names::Names;
use crate::person::{BirthDate, PersonDetails};

/// The most keys that a person has.
pub const MOST_KEYS_OF: usize = 12;
/// The most keys that somebody is looked for by.
pub const MOST_KEYS_FOR: usize = 14;
/// The most sounds of surnames that are put into keys, the surname in use first.
const MOST_SOUNDS: usize = 4;
/// The most full names that the first given name is taken for.
const MOST_FULL_NAMES: usize = 3;

/// The keys under which a person can be found, [`MOST_KEYS_OF`] at most. Without a date of birth there are
/// none: a name alone fits too many.
pub fn keys_of(known: &PersonDetails) -> BTreeSet<String> {
    keys(known, MOST_KEYS_OF)
}

/// The keys by which somebody is looked for, [`MOST_KEYS_FOR`] at most. Whoever has one of them among
/// [`keys_of`] is a candidate.
pub fn keys_for(sought: &PersonDetails) -> BTreeSet<String> {
    keys(sought, MOST_KEYS_FOR)
}

/// The most useful come first, so that the limit drops the least useful.
fn keys(details: &PersonDetails, most: usize) -> BTreeSet<String> {
    let Some(birth_date) = details.birth_date else { return BTreeSet::new() };
    let names = Names::of(details);
    let named = Named::from(&names);
    let with_date = birth_date.day().map(|date| named.with_date(date)).unwrap_or_default();
    with_date.into_iter().chain(named.with_part_of(birth_date)).take(most).collect()
}

/// The parts of keys that come from names.
struct Named<'a> {
    /// Surnames as they are heard.
    sounds: Vec<&'a str>,
    /// The full names that the first given name may be short for.
    first: Vec<&'a str>,
    /// The same of the second.
    second: Option<&'a str>,
}

impl<'a> From<&'a Names> for Named<'a> {
    fn from(names: &'a Names) -> Self {
        let mut given = names.given.iter().map(|name| name.labels());
        let first = given.next().unwrap_or_default();
        Self {
            sounds: distinct(names.surnames.iter().flat_map(|surname| surname.sounds()), MOST_SOUNDS),
            first: distinct(first.into_iter(), MOST_FULL_NAMES),
            second: given.next().and_then(|labels| labels.into_iter().next()),
        }
    }
}

impl Named<'_> {
    /// A name beside the whole date.
    fn with_date(&self, date: NaiveDate) -> Vec<String> {
        let (year, day) = (date.year(), unordered_day(date));
        let by_surname = self.sounds.iter().map(|sound| format!("surname-date:{sound}:{year}:{day}"));
        let by_given = self.given().map(|given| format!("given-date:{given}:{year}:{day}"));
        by_surname.chain(by_given).collect()
    }

    /// Both names beside the day, and beside the year.
    fn with_part_of(&self, date: BirthDate) -> Vec<String> {
        let (year, day) = (date.year(), date.day().map(unordered_day));
        let pairs = self.given().flat_map(|given| self.sounds.iter().map(move |sound| (*sound, given)));
        pairs
            .flat_map(|(sound, given)| {
                let by_day = day.as_ref().map(|day| format!("surname-given-day:{sound}:{given}:{day}"));
                by_day.into_iter().chain([format!("surname-given-year:{sound}:{given}:{year}")])
            })
            .collect()
    }

    /// The first given name, whatever it is short for, and then the second.
    fn given(&self) -> impl Iterator<Item = &str> {
        self.first.iter().copied().chain(self.second)
    }
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).take(most).collect()
}
