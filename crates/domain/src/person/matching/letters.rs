//! Names as their bare letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most words that are taken from one field: no name has more, and comparing takes each with each.
const MOST_WORDS: usize = 16;

/// The words of a name in lower case: without accents, digits, or anything else that is no letter; the first
/// sixteen of them. Taking the words of the words again changes nothing.
pub fn words(text: &str) -> Vec<String> {
    bare(text).split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// Lower case and decomposed, with a space for each character that is no letter. A letter in lower case may
/// have an accent again, hence the second decomposition.
fn bare(text: &str) -> String {
    let lower = text.nfkd().flat_map(char::to_lowercase).nfkd().filter(|letter| !is_combining_mark(*letter));
    let mut bare = String::with_capacity(text.len());
    for letter in lower {
        match undecomposed(letter) {
            Some(plain) => bare.push_str(plain),
            None if letter.is_alphabetic() => bare.push(letter),
            None => bare.push(' '),
        }
    }
    bare
}

/// Letters that Unicode does not take apart, as they are written on a keyboard without them.
fn undecomposed(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}
