//! Names as they are heard by a Dutch ear.

/// A name in bare letters, and as it is heard.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spoken {
    pub(super) letters: String,
    pub(super) sound: String,
}

impl Spoken {
    pub(super) fn new(letters: String) -> Self {
        let sound = sound(&letters);
        Self { letters, sound }
    }
}

/// Spellings and what is heard, those that contain others first. A letter that is in none is heard as written.
///
/// Vowels are not dropped, as most phonetic codes do: Bakker and Bekker are two families. One vowel stands for
/// those that are spelt in several ways: `i` for i, ie, ij, ei and y, `u` for u, oe, ou, au and eu.
const SPELLINGS: &[(&str, &str)] = &[
    ("aaij", "i"),
    ("aai", "i"),
    ("aay", "i"),
    ("aau", "u"),
    ("eeu", "u"),
    ("aij", "i"),
    ("eij", "i"),
    ("uij", "ui"),
    ("sch", "s"),
    ("ae", "a"),
    ("ai", "i"),
    ("ay", "i"),
    ("au", "u"),
    ("ei", "i"),
    ("ey", "i"),
    ("eu", "u"),
    ("ie", "i"),
    ("ij", "i"),
    ("oe", "u"),
    ("ou", "u"),
    ("ue", "u"),
    ("ui", "ui"),
    ("uy", "ui"),
    ("ch", "g"),
    ("ck", "k"),
    ("dj", "j"),
    ("ds", "ts"),
    ("dz", "ts"),
    ("dt", "t"),
    ("gh", "g"),
    ("kh", "g"),
    ("ph", "f"),
    ("qu", "kw"),
    ("sh", "s"),
    ("sj", "s"),
    ("th", "t"),
    ("c", "k"),
    ("h", ""),
    ("q", "k"),
    ("v", "f"),
    ("x", "ks"),
    ("y", "i"),
    ("z", "s"),
];

/// Vowels, y among them.
pub(super) fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

/// How a word in bare letters is heard: the same for spellings that Dutch people confuse.
pub(super) fn sound(word: &str) -> String {
    let softened = word.replace("ce", "se").replace("ci", "si").replace("cy", "sy");
    let (mut heard, mut rest) = first_heard(&softened);
    while let Some((written, sound)) = next_heard(rest) {
        sound.chars().for_each(|letter| push_once(&mut heard, letter));
        rest = &rest[written.len()..];
    }
    hardened(heard)
}

/// The spelling that comes next, and what is heard.
fn next_heard(rest: &str) -> Option<(&str, &str)> {
    let letter = &rest[..rest.chars().next()?.len_utf8()];
    let spelling = SPELLINGS.iter().copied().find(|(written, _)| rest.starts_with(written));
    Some(spelling.unwrap_or((letter, letter)))
}

/// At the start of a word h is heard, and y before a vowel is a j, also when it is written ij.
fn first_heard(word: &str) -> (String, &str) {
    if let Some(rest) = word.strip_prefix('h') {
        return ("h".to_owned(), rest);
    }
    match word.strip_prefix('y').or(word.strip_prefix("ij")) {
        Some(rest) if rest.starts_with(is_vowel) => ("j".to_owned(), rest),
        _ => (String::new(), word),
    }
}

/// Doubled letters are heard once.
fn push_once(heard: &mut String, letter: char) {
    if !heard.ends_with(letter) {
        heard.push(letter);
    }
}

/// At the end of a word d is heard as t, and b as p.
fn hardened(mut heard: String) -> String {
    let hard = match heard.chars().last() {
        Some('d') => 't',
        Some('b') => 'p',
        _ => return heard,
    };
    heard.pop();
    push_once(&mut heard, hard);
    heard
}
