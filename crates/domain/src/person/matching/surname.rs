//! Surnames without what stands before them, and in their parts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::sound::{Spoken, is_vowel, sound};

/// Words that stand before a surname, or between the two of a double one. They are left out: whether and how
/// they are written differs from one record to the next.
const PREFIXES: &[&str] = &[
    "aan", "af", "al", "bij", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos",
    "du", "el", "het", "in", "l", "la", "las", "le", "les", "los", "onder", "op", "over", "s", "t", "te",
    "ten", "ter", "thoe", "toe", "tot", "uit", "uyt", "v", "van", "vande", "vanden", "vander", "vant", "vd",
    "vdn", "vdr", "vom", "von", "voor", "zu", "zum", "zur",
];

/// Prefixes that are also written as one word with the surname, those that contain others first, with the
/// fewest letters that must remain: Elbers is a name of its own, Elkhattabi is El Khattabi.
const JOINED: &[(&str, usize)] = &[
    ("vanden", 3),
    ("vander", 3),
    ("vande", 3),
    ("vant", 3),
    ("van", 2),
    ("ten", 4),
    ("ter", 4),
    ("vd", 3),
    ("el", 5),
];

/// What is also written as one word with "de". A list, because so many names begin with it: Dekker, Demir.
const AFTER_DE: &str = "backer beer boer bruijn bruin clercq graaf groot haan heer jager jong jonge keijzer klerk kok \
    koning kort lange leeuw pauw raad ridder rooij roos ruiter smet vos vries waal wilde winter wit witte wolf zeeuw \
    zwart";

static SOUNDS_AFTER_DE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| AFTER_DE.split(' ').map(sound).collect());

/// Words that belong to the one after them: Ben Ali is Benali.
const GLUED: &[&str] = &["abou", "abu", "ait", "ben", "bin", "bou", "ibn", "mac", "mc", "sint", "st"];

/// Under which heading a surname stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Surname,
    Maiden,
    Partner,
    Alias,
}

/// A surname: its parts without prefixes, in the order in which they stand, and all of them as one.
pub(super) struct Surname {
    pub(super) role: Role,
    pub(super) whole: Spoken,
    pub(super) parts: Vec<Spoken>,
}

/// How well two surnames fit, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SurnameFit {
    /// The same letters.
    Exact,
    /// The same sound.
    Phonetic,
    /// They share a part of a double name, by its letters.
    Part,
    /// They share a part of a double name, by its sound.
    PhoneticPart,
    /// One letter apart.
    Similar,
    /// Another name.
    Differs,
}

impl Surname {
    /// The surname in these words; a name of prefixes alone is a name all the same.
    pub(super) fn of_words(role: Role, words: &[String]) -> Option<Self> {
        let mut parts = parts(words);
        if parts.is_empty() {
            parts.push(words.concat());
        }
        let whole = parts.concat();
        (!whole.is_empty()).then(|| Self {
            role,
            whole: Spoken::new(whole),
            parts: parts.into_iter().map(Spoken::new).collect(),
        })
    }

    /// The sounds by which it is found: its parts, and the whole.
    pub(super) fn sounds(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().chain([&self.whole]).map(|name| name.sound.as_str())
    }

    pub(super) fn fit(&self, other: &Self) -> SurnameFit {
        if self.is_same(other, |name| &name.letters) {
            return SurnameFit::Exact;
        }
        if self.is_same(other, |name| &name.sound) {
            return SurnameFit::Phonetic;
        }
        if self.shares_part(other, |name| &name.letters) {
            return SurnameFit::Part;
        }
        if self.shares_part(other, |name| &name.sound) {
            return SurnameFit::PhoneticPart;
        }
        match are_similar(&self.whole.letters, &other.whole.letters) {
            true => SurnameFit::Similar,
            false => SurnameFit::Differs,
        }
    }

    /// The same name, or the same parts in another order.
    fn is_same(&self, other: &Self, form: fn(&Spoken) -> &String) -> bool {
        form(&self.whole) == form(&other.whole) || self.sorted(form) == other.sorted(form)
    }

    fn sorted(&self, form: fn(&Spoken) -> &String) -> Vec<&String> {
        let mut parts: Vec<_> = self.parts.iter().map(form).collect();
        parts.sort();
        parts
    }

    fn shares_part(&self, other: &Self, form: fn(&Spoken) -> &String) -> bool {
        self.parts.iter().any(|part| other.parts.iter().any(|theirs| form(part) == form(theirs)))
    }
}

/// Whether a word stands before a surname.
pub(super) fn is_prefix(word: &str) -> bool {
    PREFIXES.contains(&word)
}

fn parts(words: &[String]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut glued = String::new();
    for word in words {
        if glued.is_empty() && is_prefix(word) {
            continue;
        }
        glued.push_str(word);
        if is_glued(word) {
            continue;
        }
        parts.push(without_joined_prefix(&std::mem::take(&mut glued)).to_owned());
    }
    parts.extend((!glued.is_empty()).then_some(glued));
    parts
}

/// A single letter is what stands before an apostrophe: O'Brien, M'Barek.
fn is_glued(word: &str) -> bool {
    GLUED.contains(&word) || word.chars().count() == 1
}

fn without_joined_prefix(word: &str) -> &str {
    if let Some(rest) = word.strip_prefix("de").filter(|rest| SOUNDS_AFTER_DE.contains(&sound(rest))) {
        return rest;
    }
    JOINED
        .iter()
        .filter_map(|(prefix, fewest)| Some((word.strip_prefix(prefix)?, *fewest)))
        .find(|(rest, fewest)| rest.chars().count() >= *fewest && opens_a_word(rest))
        .map_or(word, |(rest, _)| rest)
}

/// Whether a Dutch word can begin so: it tells Vandelden from Vandeberg, and Terhorst from Terpstra.
fn opens_a_word(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) => {
            is_vowel(first)
                || is_vowel(second)
                || first != second && !"lmnr".contains(first) && "chjlmnprtw".contains(second)
        }
        _ => false,
    }
}

/// Whether two names of some length begin alike and are one letter apart: missing, wrong, or with its
/// neighbour in the wrong order.
fn are_similar(one: &str, other: &str) -> bool {
    const FEWEST: usize = 5;
    let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
    one.len().min(other.len()) >= FEWEST && one.first() == other.first() && are_one_edit_apart(&one, &other)
}

fn are_one_edit_apart(one: &[char], other: &[char]) -> bool {
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[before..], &other[before..]);
    let after = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - after], &other[..other.len() - after]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len().max(other.len()) == 1,
    }
}
