//! All the names of somebody, taken out of the fields they were written in.

use super::given_name::{GivenName, GivenNameFit};
use super::letters::words;
use super::surname::{Role, Surname, SurnameFit, is_prefix};
use crate::Text;
use crate::person::PersonDetails;

/// The most aliases that are looked at, the first ones.
const MOST_ALIASES: usize = 16;

/// The names of somebody, ready to be compared.
pub(super) struct Names {
    /// All surnames, the one in use first.
    pub(super) surnames: Vec<Surname>,
    /// Given names in their order.
    pub(super) given: Vec<GivenName>,
    /// Given names by which they go as well.
    also_called: Vec<GivenName>,
}

/// A name as people write it down in one field.
#[derive(Default)]
struct Written {
    given: Vec<String>,
    surname: Vec<String>,
}

impl Names {
    /// The prefix is not looked at: it is no part of how a surname is compared.
    pub(super) fn of(details: &PersonDetails) -> Self {
        let surname = read(details.surname.as_ref(), Written::of_surname);
        let maiden = read(details.maiden_name.as_ref(), Written::of_surname);
        let partner = read(details.partner_name.as_ref(), Written::of_surname);
        let aliases: Vec<_> = details
            .aliases
            .iter()
            .take(MOST_ALIASES)
            .map(|alias| Written::of_alias(alias.as_str()))
            .collect();
        let own = [(Role::Surname, &surname), (Role::Maiden, &maiden), (Role::Partner, &partner)];
        let surnames = own.into_iter().chain(aliases.iter().map(|alias| (Role::Alias, alias)));
        let given =
            details.given_names.as_ref().map_or(surname.given.clone(), |names| given_words(names.as_str()));
        Self {
            surnames: surnames.filter_map(|(role, name)| Surname::of_words(role, &name.surname)).collect(),
            given: given.into_iter().map(GivenName::new).collect(),
            also_called: aliases.into_iter().flat_map(|alias| alias.given).map(GivenName::new).collect(),
        }
    }

    /// The two surnames that fit best, with the headings under which they stand.
    pub(super) fn surname_fit(&self, other: &Self) -> Option<(SurnameFit, [Role; 2])> {
        let pairs =
            self.surnames.iter().flat_map(|ours| other.surnames.iter().map(move |theirs| (ours, theirs)));
        pairs.map(|(ours, theirs)| (ours.fit(theirs), [ours.role, theirs.role])).min_by_key(|(fit, _)| *fit)
    }

    /// How well the first given names fit.
    pub(super) fn first_name_fit(&self, other: &Self) -> Option<GivenNameFit> {
        let others = other.first_names();
        let pairs =
            self.first_names().into_iter().flat_map(|ours| others.iter().map(move |theirs| ours.fit(theirs)));
        pairs.min()
    }

    /// Whether one of them goes by a further given name of the other, or by an alias. Whoever gives only one
    /// name may give any; two who both give several are told apart by the first, as brothers often share the
    /// second.
    pub(super) fn goes_by_other_name(&self, other: &Self) -> bool {
        self.only_name_is_of(other) || other.only_name_is_of(self)
    }

    fn only_name_is_of(&self, other: &Self) -> bool {
        let [only] = self.given.as_slice() else { return false };
        let others = other.given.iter().skip(1).chain(&other.also_called);
        others.map(|name| only.fit(name)).any(|fit| fit < GivenNameFit::Initial)
    }

    /// The first given name, alone and written as one with the second.
    fn first_names(&self) -> Vec<GivenName> {
        match self.given.as_slice() {
            [] => Vec::new(),
            [first] => vec![first.clone()],
            [first, second, ..] => vec![first.clone(), first.joined(second)],
        }
    }
}

impl Written {
    /// A surname field; some write "Berg, Jan van der" in it.
    fn of_surname(text: &str) -> Self {
        match text.split_once(',') {
            Some((surname, rest)) => Self { given: given_before_prefix(rest), surname: words(surname) },
            None => Self { given: Vec::new(), surname: words(text) },
        }
    }

    /// An alias: a surname, a given name, or both. A single word may be either.
    fn of_alias(text: &str) -> Self {
        if text.contains(',') {
            return Self::of_surname(text);
        }
        let mut given = words(text);
        let first_prefix =
            given.iter().position(|word| is_prefix(word)).unwrap_or(given.len().saturating_sub(1));
        let surname = given.split_off(first_prefix);
        match given.is_empty() && surname.len() == 1 {
            true => Self { given: surname.clone(), surname },
            false => Self { given, surname },
        }
    }
}

fn read(text: Option<&Text>, reading: fn(&str) -> Written) -> Written {
    text.map_or_else(Written::default, |text| reading(text.as_str()))
}

/// An apostrophe in a given name is no border between words: M'hamed.
fn given_words(text: &str) -> Vec<String> {
    words(&text.replace(['\'', '’', '`'], ""))
}

/// What stands after the comma: given names, and then perhaps the prefix.
fn given_before_prefix(text: &str) -> Vec<String> {
    let names: Vec<_> = text.split_whitespace().take_while(|token| !is_prefix_token(token)).collect();
    given_words(&names.join(" "))
}

/// Prefixes may stand in one token ("v.d."); a letter alone is an initial, unless an apostrophe precedes it.
fn is_prefix_token(token: &str) -> bool {
    let words = words(token);
    let may_be_prefix = token.starts_with(['\'', '’', '`']) || words.concat().len() > 1;
    may_be_prefix && words.iter().all(|word| is_prefix(word))
}
