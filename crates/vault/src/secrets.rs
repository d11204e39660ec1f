//! The secrets that the vault needs from outside: never in a database, never in a log.

use std::collections::BTreeSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use toml::{Table, Value};
use zeroize::Zeroizing;

use crate::primitives::{KEY_LEN, Key, random_key};
use crate::{FileKeyEncryptionKey, SecretsError, VaultError};

const KEY_ENCRYPTION_KEYS: &str = "key_encryption_keys";
const PEPPERS: &str = "peppers";
const FINGERPRINT_KEY: &str = "fingerprint_key";
const GENERATION: &str = "generation";
const KEY: &str = "key";

/// Active peppers at once: the one in use and the one that comes in.
const MOST_PEPPERS: usize = 2;

/// A key with its place in the order of rotation.
#[derive(Clone)]
pub(crate) struct Generation {
    pub generation: i32,
    pub key: Key,
}

/// Key-encryption keys, peppers and the fingerprint key.
///
/// As TOML, each key being 32 bytes in base64:
///
/// ```toml
/// fingerprint_key = "…"
///
/// [[key_encryption_keys]]   # the highest generation wraps, all unwrap
/// generation = 1
/// key = "…"
///
/// [[peppers]]               # one, or two while one replaces the other
/// generation = 1
/// key = "…"
/// ```
pub struct Secrets {
    pub(crate) key_encryption: FileKeyEncryptionKey,
    pub(crate) peppers: Vec<Generation>,
    pub(crate) fingerprint_key: Key,
}

impl Secrets {
    /// Reads secrets from a TOML text. The error lists every mistake, and repeats nothing of what
    /// the text holds.
    pub fn parse(text: &str) -> Result<Self, SecretsError> {
        let table =
            text.parse::<Table>().map_err(|error| SecretsError::new(vec![not_toml(text, error.span())]))?;
        let mut reader = Reader::default();
        let secrets = reader.secrets(table);
        match secrets {
            Some(secrets) if reader.mistakes.is_empty() => Ok(secrets),
            _ => Err(SecretsError::new(reader.mistakes)),
        }
    }

    /// New random secrets of generation 1, and the TOML text to store them in.
    pub fn generate() -> Result<(Self, String), VaultError> {
        let (wrapping, pepper, fingerprint_key) = (random_key()?, random_key()?, random_key()?);
        let text = format!(
            "{FINGERPRINT_KEY} = \"{}\"\n\n\
             [[{KEY_ENCRYPTION_KEYS}]]\n{GENERATION} = 1\n{KEY} = \"{}\"\n\n\
             [[{PEPPERS}]]\n{GENERATION} = 1\n{KEY} = \"{}\"\n",
            STANDARD.encode(&fingerprint_key[..]),
            STANDARD.encode(&wrapping[..]),
            STANDARD.encode(&pepper[..]),
        );
        let first = |key| Generation { generation: 1, key };
        let secrets = Self {
            key_encryption: FileKeyEncryptionKey::new(first(wrapping), vec![]),
            peppers: vec![first(pepper)],
            fingerprint_key,
        };
        Ok((secrets, text))
    }

    /// The key-encryption key alone, for whoever wraps it in another one.
    pub fn into_key_encryption_key(self) -> FileKeyEncryptionKey {
        self.key_encryption
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(hidden)")
    }
}

/// TOML's own message quotes the line, which may hold a key.
fn not_toml(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or("");
    format!("line {} is not TOML", before.matches('\n').count() + 1)
}

/// Reads as far as it can and collects the mistakes.
#[derive(Default)]
struct Reader {
    mistakes: Vec<String>,
    seen: Vec<Key>,
}

impl Reader {
    fn secrets(&mut self, mut table: Table) -> Option<Secrets> {
        let fingerprint_key = self.key(table.remove(FINGERPRINT_KEY), FINGERPRINT_KEY);
        let key_encryption = self.key_encryption(table.remove(KEY_ENCRYPTION_KEYS));
        let peppers = self.peppers(table.remove(PEPPERS));
        self.nothing_left(&table, "the text");
        Some(Secrets { key_encryption: key_encryption?, peppers, fingerprint_key: fingerprint_key? })
    }

    fn key_encryption(&mut self, value: Option<Value>) -> Option<FileKeyEncryptionKey> {
        let mut keys = self.generations(value, KEY_ENCRYPTION_KEYS);
        keys.pop().map(|newest| FileKeyEncryptionKey::new(newest, keys))
    }

    fn peppers(&mut self, value: Option<Value>) -> Vec<Generation> {
        let peppers = self.generations(value, PEPPERS);
        if peppers.len() > MOST_PEPPERS {
            self.mistake(PEPPERS, "holds more than two; retire the oldest");
        }
        peppers
    }

    /// The keys of one list, oldest first.
    fn generations(&mut self, value: Option<Value>, name: &str) -> Vec<Generation> {
        let entries = match value {
            Some(Value::Array(entries)) if !entries.is_empty() => entries,
            _ => {
                self.mistake(name, "must be a list with at least one generation");
                return vec![];
            }
        };
        let mut generations: Vec<Generation> = entries
            .into_iter()
            .enumerate()
            .filter_map(|(at, entry)| self.generation(entry, &format!("{name}[{at}]")))
            .collect();
        generations.sort_by_key(|entry| entry.generation);
        let numbers: BTreeSet<i32> = generations.iter().map(|entry| entry.generation).collect();
        if numbers.len() < generations.len() {
            self.mistake(name, "holds the same generation twice");
        }
        generations
    }

    fn generation(&mut self, entry: Value, name: &str) -> Option<Generation> {
        let Value::Table(mut table) = entry else {
            self.mistake(name, "must have a `generation` and a `key`");
            return None;
        };
        let number = self.number(table.remove(GENERATION), &format!("{name}.{GENERATION}"));
        let key = self.key(table.remove(KEY), &format!("{name}.{KEY}"));
        self.nothing_left(&table, name);
        Some(Generation { generation: number?, key: key? })
    }

    fn number(&mut self, value: Option<Value>, name: &str) -> Option<i32> {
        let number = value
            .and_then(|value| value.as_integer())
            .and_then(|number| i32::try_from(number).ok())
            .filter(|number| *number > 0);
        if number.is_none() {
            self.mistake(name, "must be a whole number of at least 1");
        }
        number
    }

    fn key(&mut self, value: Option<Value>, name: &str) -> Option<Key> {
        let key = match value {
            Some(Value::String(text)) => decode(Zeroizing::new(text)),
            _ => None,
        };
        match key {
            None => self.mistake(name, "must be 32 bytes in base64"),
            Some(ref key) if key.iter().all(|byte| *byte == key[0]) => {
                self.mistake(name, "must be random");
            }
            Some(ref key) if self.seen.contains(key) => {
                self.mistake(name, "must not be a key that has another use");
            }
            Some(ref key) => self.seen.push(key.clone()),
        }
        key
    }

    fn nothing_left(&mut self, table: &Table, name: &str) {
        if !table.is_empty() {
            self.mistake(name, "holds a field that is not known");
        }
    }

    fn mistake(&mut self, name: &str, what: &str) {
        self.mistakes.push(format!("{name} {what}"));
    }
}

fn decode(text: Zeroizing<String>) -> Option<Key> {
    let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
    let bytes: &[u8; KEY_LEN] = bytes.as_slice().try_into().ok()?;
    Some(Key::new(*bytes))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::KeyEncryptionKey;

    fn base64(byte: u8) -> String {
        let mut key = [byte; KEY_LEN];
        key[0] = !byte;
        STANDARD.encode(key)
    }

    #[test]
    fn reads_what_it_generates() {
        let (generated, text) = Secrets::generate().unwrap();
        let read = Secrets::parse(&text).unwrap();
        assert_eq!(read.fingerprint_key, generated.fingerprint_key);
        assert_eq!(read.peppers[0].key, generated.peppers[0].key);
        assert_eq!(read.key_encryption.current_generation(), 1);
    }

    #[test]
    fn generates_other_secrets_each_time() {
        let ((first, _), (second, _)) = (Secrets::generate().unwrap(), Secrets::generate().unwrap());
        assert_ne!(first.fingerprint_key, second.fingerprint_key);
        assert_ne!(first.peppers[0].key, second.peppers[0].key);
    }

    #[test]
    fn takes_the_highest_generation_for_wrapping_wherever_it_stands() {
        let text = format!(
            "fingerprint_key = '{}'\n\
             key_encryption_keys = [{{ generation = 3, key = '{}' }}, {{ generation = 2, key = '{}' }}]\n\
             peppers = [{{ generation = 2, key = '{}' }}, {{ generation = 1, key = '{}' }}]",
            base64(1),
            base64(2),
            base64(3),
            base64(4),
            base64(5),
        );
        let secrets = Secrets::parse(&text).unwrap();
        assert_eq!(secrets.key_encryption.current_generation(), 3);
        let generations: Vec<i32> = secrets.peppers.iter().map(|it| it.generation).collect();
        assert_eq!(generations, [1, 2]);
    }

    #[test]
    fn lists_every_mistake_at_once() {
        let text = format!(
            "surplus = 1\n\
             fingerprint_key = 'c2hvcnQ='\n\
             key_encryption_keys = [{{ generation = 0, key = '{same}' }}, {{ generation = 1, key = '{same}', note = '' }}, 4]\n\
             peppers = [{{ generation = 1, key = '{zero}' }}, {{ generation = 1, key = '{b}' }}, {{ key = '{c}' }}, {{ generation = 4, key = '{d}' }}]",
            same = base64(1),
            zero = STANDARD.encode([0; KEY_LEN]),
            b = base64(2),
            c = base64(3),
            d = base64(4),
        );
        let error = Secrets::parse(&text).unwrap_err();
        assert_eq!(
            error.mistakes(),
            [
                "fingerprint_key must be 32 bytes in base64",
                "key_encryption_keys[0].generation must be a whole number of at least 1",
                "key_encryption_keys[1].key must not be a key that has another use",
                "key_encryption_keys[1] holds a field that is not known",
                "key_encryption_keys[2] must have a `generation` and a `key`",
                "peppers[0].key must be random",
                "peppers[2].generation must be a whole number of at least 1",
                "peppers holds the same generation twice",
                "peppers holds more than two; retire the oldest",
                "the text holds a field that is not known",
            ]
        );
    }

    #[test]
    fn refuses_a_text_that_is_whole_but_for_one_mistake() {
        let text = |peppers: &str| {
            format!(
                "fingerprint_key = '{}'\n\
                 key_encryption_keys = [{{ generation = 1, key = '{}' }}]\n\
                 peppers = [{peppers}]",
                base64(1),
                base64(2)
            )
        };
        let pepper =
            |generation: u8| format!("{{ generation = {generation}, key = '{}' }}", base64(generation + 9));
        assert!(Secrets::parse(&text(&pepper(1))).is_ok());
        for (peppers, mistake) in [
            (String::new(), "peppers must be a list with at least one generation"),
            ([1, 2, 3].map(pepper).join(", "), "peppers holds more than two; retire the oldest"),
            (pepper(1) + "]\nsurplus = [1", "the text holds a field that is not known"),
        ] {
            assert_eq!(Secrets::parse(&text(&peppers)).unwrap_err().mistakes(), [mistake]);
        }
    }

    #[test]
    fn lists_all_that_is_missing_from_an_empty_text() {
        assert_eq!(
            Secrets::parse("").unwrap_err().mistakes(),
            [
                "fingerprint_key must be 32 bytes in base64",
                "key_encryption_keys must be a list with at least one generation",
                "peppers must be a list with at least one generation",
            ]
        );
    }

    #[test]
    fn repeats_nothing_of_a_text_that_is_not_toml() {
        let error = Secrets::parse("fingerprint_key = 'a'\nkey: bm90IFRPTUw=\n").unwrap_err();
        assert_eq!(error.mistakes(), ["line 2 is not TOML"]);
        assert!(!format!("{error:?} {error}").contains("bm90"));
    }

    #[test]
    fn repeats_no_key_in_a_mistake() {
        let text = format!("fingerprint_key = '{0}'\npeppers = '{0}'\n'{0}' = 1", base64(9));
        let error = Secrets::parse(&text).unwrap_err();
        assert!(!format!("{error:?} {error}").contains(&base64(9)));
    }

    #[test]
    fn shows_nothing_of_itself() {
        let (secrets, _) = Secrets::generate().unwrap();
        assert_eq!(format!("{secrets:?}"), "Secrets(hidden)");
    }
}
