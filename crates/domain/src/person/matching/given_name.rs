//! Given names, their short forms and their initials.

use super::short_forms::full_names;
use super::sound::{Spoken, is_vowel};

/// A given name.
#[derive(Clone)]
pub(super) struct GivenName(Spoken);

/// How well two given names fit, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GivenNameFit {
    /// The same letters.
    Exact,
    /// The same sound.
    Phonetic,
    /// Short for each other, or for the same name.
    ShortForm,
    /// One is the other's initial.
    Initial,
    /// Another name.
    Differs,
}

impl GivenName {
    pub(super) fn new(letters: String) -> Self {
        Self(Spoken::new(letters))
    }

    /// This name and the next written as one: Jan Willem is also Janwillem.
    pub(super) fn joined(&self, next: &Self) -> Self {
        Self::new([self.0.letters.as_str(), &next.0.letters].concat())
    }

    /// The labels under which it is found: the full names that it may be short for, or its own sound; none for
    /// an initial.
    pub(super) fn labels(&self) -> Vec<&str> {
        match full_names(&self.0.sound) {
            _ if self.is_initial() => Vec::new(),
            [] => vec![&self.0.sound],
            full => full.iter().map(String::as_str).collect(),
        }
    }

    pub(super) fn fit(&self, other: &Self) -> GivenNameFit {
        if self.is_initial() || other.is_initial() {
            return self.initial_fit(other);
        }
        if self.0.letters == other.0.letters {
            return GivenNameFit::Exact;
        }
        if self.0.sound == other.0.sound {
            return GivenNameFit::Phonetic;
        }
        let others = other.labels();
        match self.labels().iter().any(|label| others.contains(label)) {
            true => GivenNameFit::ShortForm,
            false => GivenNameFit::Differs,
        }
    }

    /// An initial fits a name, what is heard of it, and what it is short for: Kees may write K. and C.
    fn initial_fit(&self, other: &Self) -> GivenNameFit {
        match self.begins_as(other) || other.begins_as(self) {
            true => GivenNameFit::Initial,
            false => GivenNameFit::Differs,
        }
    }

    fn begins_as(&self, other: &Self) -> bool {
        let is_heard_in = |name: &str| name.starts_with(&self.0.sound);
        self.is_initial()
            && (other.0.letters.starts_with(&self.0.letters)
                || is_heard_in(&other.0.sound)
                || full_names(&other.0.sound).iter().any(|full| is_heard_in(full)))
    }

    /// A letter, or several without a vowel, such as Th. and Chr.
    fn is_initial(&self) -> bool {
        self.0.letters.chars().count() == 1 || !self.0.letters.contains(is_vowel) && self.0.letters.is_ascii()
    }
}
