//! The kinds of variants: how somebody is written down who is known in another way.

use chrono::{Datelike, NaiveDate};
use schakel_domain::Text;
use schakel_domain::person::{BirthDate, PersonDetails};

use super::population::Random;
use crate::fixtures::text;

/// How a question differs from the record; nothing where the record gives no occasion for it.
pub type Variant = fn(&mut Random, &PersonDetails, PersonDetails) -> Option<PersonDetails>;

/// In the surname, by its spelling or its prefix.
pub const SPELLINGS: [(&str, Variant); 13] = [
    ("diacritics", diacritics),
    ("capitals", capitals),
    ("prefix before", prefix_before),
    ("prefix after", prefix_after),
    ("prefix missing", prefix_missing),
    ("prefix joined", prefix_joined),
    ("prefix abbreviated", prefix_abbreviated),
    ("all in one field", all_in_one_field),
    ("ij/y", |random, _, asked| respelt(random, asked, IJ)),
    ("c/k", |random, _, asked| respelt(random, asked, HARD_C)),
    ("z/s", |random, _, asked| respelt(random, asked, Z)),
    ("ph/f", |random, _, asked| respelt(random, asked, &[("ph", "f"), ("f", "ph")])),
    ("doubled letters", |random, _, asked| respelt(random, asked, DOUBLED)),
];

/// By another of the person's surnames.
pub const OTHER_SURNAMES: [(&str, Variant); 6] = [
    ("maiden name", |_, known, asked| with_surname(asked, known.maiden_name.as_ref()?.as_str())),
    ("partner's name", |_, known, asked| with_surname(asked, known.partner_name.as_ref()?.as_str())),
    ("partner's, maiden name", |_, known, asked| {
        with_both(asked, known, |maiden, partner| format!("{partner}-{maiden}"))
    }),
    ("maiden, partner's name", |_, known, asked| {
        with_both(asked, known, |maiden, partner| format!("{maiden} - {partner}"))
    }),
    ("both without hyphen", |_, known, asked| {
        with_both(asked, known, |maiden, partner| format!("{maiden} {partner}"))
    }),
    ("alias", |_, known, asked| with_surname(asked, known.aliases.first()?.as_str().split_once(' ')?.1)),
];

/// In the given names.
pub const GIVEN_NAMES: [(&str, Variant); 3] =
    [("short form", short_form), ("second name", second_name), ("given names joined", given_joined)];

/// In the date of birth.
pub const DATES: [(&str, Variant); 3] =
    [("day and month swapped", swapped), ("digit of the year", year_digit), ("only a year asked", only_year)];

/// Too little to be combined with another.
pub const ALONE: [(&str, Variant); 3] =
    [("unchanged", |_, _, asked| Some(asked)), ("initial", initial), ("only a year known", only_year_known)];

const IJ: &[(&str, &str)] = &[
    ("eij", "ei"),
    ("ij", "y"),
    ("y", "ij"),
    ("dij", "dei"),
    ("wij", "wei"),
    ("rij", "rei"),
    ("uij", "ui"),
    ("uy", "ui"),
    ("ein", "ijn"),
    ("eik", "ijk"),
    ("ui", "uij"),
    ("ui", "uy"),
];

const Z: &[(&str, &str)] = &[
    ("z", "s"),
    ("sa", "za"),
    ("se", "ze"),
    ("si", "zi"),
    ("so", "zo"),
    ("su", "zu"),
    ("sw", "zw"),
    ("sm", "zm"),
];

const HARD_C: &[(&str, &str)] = &[
    ("ca", "ka"),
    ("ka", "ca"),
    ("co", "ko"),
    ("ko", "co"),
    ("cu", "ku"),
    ("ku", "cu"),
    ("cl", "kl"),
    ("kl", "cl"),
    ("kr", "cr"),
    ("ck", "k"),
    ("kk", "ck"),
    ("ks", "cks"),
];

const DOUBLED: &[(&str, &str)] = &[
    ("aa", "a"),
    ("ee", "e"),
    ("oo", "o"),
    ("uu", "u"),
    ("ss", "s"),
    ("kk", "k"),
    ("tt", "t"),
    ("ll", "l"),
    ("mm", "m"),
    ("nn", "n"),
    ("rr", "r"),
    ("pp", "p"),
    ("ans", "anss"),
    ("ols", "olss"),
    ("ema", "emma"),
    ("ten", "tten"),
    ("man", "mann"),
    ("el", "ell"),
    ("er", "err"),
    ("os", "oos"),
    ("et", "ett"),
    ("al", "aal"),
    ("am", "aam"),
];

/// Full name and short form: written down apart from the table that is tested.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("Johannes", &["Jan", "Hans", "Johan"]),
    ("Mohammed", &["Mo", "Mohamed", "Muhammad", "Mohammad"]),
    ("Cornelis", &["Kees", "Cees", "Cor"]),
    ("Hendrik", &["Henk", "Rik", "Hein"]),
    ("Willem", &["Wim", "Pim", "Wil"]),
    ("Pieter", &["Piet", "Peter"]),
    ("Peter", &["Pieter", "Piet"]),
    ("Petrus", &["Piet", "Peter", "Pieter"]),
    ("Gerrit", &["Ger", "Gert"]),
    ("Mark", &["Marc", "Marco"]),
    ("Jacobus", &["Jaap", "Koos", "Sjaak", "Jacob"]),
    ("Thomas", &["Tom", "Tommy"]),
    ("Johan", &["Jan", "Johannes"]),
    ("Kees", &["Cornelis", "Cees"]),
    ("Antonius", &["Ton", "Toon", "Anton", "Antoon"]),
    ("Wim", &["Willem"]),
    ("Adrianus", &["Ad", "Arie", "Adri", "Adriaan"]),
    ("Ahmed", &["Achmed", "Ahmet"]),
    ("Frank", &["Franciscus"]),
    ("Tim", &["Timotheus", "Timo"]),
    ("Mehmet", &["Mohammed"]),
    ("Robert", &["Rob", "Bob", "Bert"]),
    ("Theodorus", &["Theo"]),
    ("Sander", &["Alexander", "Lex"]),
    ("Daan", &["Daniel"]),
    ("Henk", &["Hendrik", "Hendrikus"]),
    ("Mustafa", &["Mostafa", "Mus"]),
    ("Lucas", &["Lukas"]),
    ("Franciscus", &["Frans", "Frank"]),
    ("Youssef", &["Yusuf", "Joesoef"]),
    ("Nicolaas", &["Nico", "Klaas"]),
    ("Bram", &["Abraham"]),
    ("Gerardus", &["Gerard", "Ger"]),
    ("Leonardus", &["Leo", "Leon"]),
    ("Matthijs", &["Thijs", "Matthias"]),
    ("Stephan", &["Stefan", "Stef"]),
    ("Philip", &["Filip", "Flip"]),
    ("Ricardo", &["Rick"]),
    ("Hussein", &["Hoessein", "Houssine"]),
    ("Ibrahim", &["Brahim", "Ibo"]),
    ("Radjesh", &["Radj", "Rajesh"]),
    ("Murat", &["Mourad"]),
    ("Rachid", &["Rasheed", "Rashid"]),
    ("Abdelkader", &["Kader", "Abdelkadir"]),
    ("Michael", &["Michiel", "Mike"]),
    ("Alexander", &["Alex", "Sander", "Lex"]),
    ("Christiaan", &["Chris", "Kris"]),
    ("Laurens", &["Rens", "Lau"]),
    ("Joris", &["Sjors", "George"]),
    ("Maarten", &["Martin", "Martinus"]),
    ("Albertus", &["Bert", "Ab", "Albert"]),
    ("Hubertus", &["Huub", "Huib", "Bert"]),
    ("Sjaak", &["Jacobus", "Jacques"]),
    ("Karel", &["Carel"]),
    ("Stefan", &["Steven", "Stef"]),
    ("Marinus", &["Rinus", "Rien"]),
    ("Frederik", &["Fred", "Freek", "Frits"]),
    ("Simon", &["Siem"]),
    ("Sebastiaan", &["Bas"]),
    ("Joseph", &["Jos", "Jozef", "Sjef"]),
    ("Izaak", &["Isaac", "Isaak"]),
    ("Maria", &["Ria", "Marie", "Mia", "Mieke"]),
    ("Johanna", &["Jo", "Joke", "Ans", "Hanneke"]),
    ("Anna", &["Anneke", "Ans", "Annie"]),
    ("Elisabeth", &["Liesbeth", "Els", "Bep", "Betty"]),
    ("Cornelia", &["Corrie", "Cor", "Nel"]),
    ("Wilhelmina", &["Willemijn", "Mien", "Mina", "Wil"]),
    ("Hendrika", &["Riek", "Hennie", "Rika"]),
    ("Monique", &["Monica"]),
    ("Catharina", &["Trijntje", "Toos", "Karin", "Tineke"]),
    ("Fatima", &["Fatma", "Fatoe"]),
    ("Sandra", &["Alexandra"]),
    ("Margaretha", &["Greet", "Margriet", "Gretha"]),
    ("Mirjam", &["Miriam", "Myriam"]),
    ("Marieke", &["Maria", "Marijke"]),
    ("Petronella", &["Nel", "Petra", "Nelly"]),
    ("Adriana", &["Jaantje", "Adrie"]),
    ("Jacoba", &["Coby", "Co"]),
    ("Sophie", &["Sofie", "Sophia"]),
    ("Khadija", &["Hatice", "Kadija"]),
    ("Aicha", &["Aisha", "Ayse"]),
    ("Emine", &["Amina"]),
    ("Helena", &["Leen", "Lena"]),
    ("Geertruida", &["Truus", "Geertje"]),
    ("Theodora", &["Thea", "Dora"]),
    ("Christina", &["Stien", "Tina", "Tineke"]),
    ("Francisca", &["Cisca", "Fransje"]),
    ("Antonia", &["Tonnie", "Toos"]),
    ("Yvonne", &["Ivon"]),
    ("Caroline", &["Carolien", "Carola"]),
    ("Stephanie", &["Stefanie"]),
    ("Josephine", &["Josefien", "Fien"]),
    ("Suzanne", &["Suus", "Susan"]),
    ("Zineb", &["Zeynep", "Zaynab"]),
    ("Yasmina", &["Yasmin", "Jasmine"]),
];

/// Two variants, one upon the other.
pub fn both(
    random: &mut Random,
    known: &PersonDetails,
    asked: PersonDetails,
    kinds: [Variant; 2],
) -> Option<PersonDetails> {
    let once = kinds[0](random, known, asked)?;
    kinds[1](random, known, once)
}

fn with_surname(asked: PersonDetails, surname: &str) -> Option<PersonDetails> {
    Some(PersonDetails { prefix: None, surname: Some(Text::new(surname).ok()?), ..asked })
}

fn with_both(
    asked: PersonDetails,
    known: &PersonDetails,
    write: fn(&str, &str) -> String,
) -> Option<PersonDetails> {
    with_surname(asked, &write(known.maiden_name.as_ref()?.as_str(), known.partner_name.as_ref()?.as_str()))
}

fn with_given(asked: PersonDetails, given: &str) -> Option<PersonDetails> {
    Some(PersonDetails { given_names: Some(text(given)), ..asked })
}

fn with_date(asked: PersonDetails, date: BirthDate) -> Option<PersonDetails> {
    Some(PersonDetails { birth_date: Some(date), ..asked })
}

fn surname(person: &PersonDetails) -> Option<&str> {
    Some(person.surname.as_ref()?.as_str())
}

fn prefix(person: &PersonDetails) -> Option<&str> {
    Some(person.prefix.as_ref()?.as_str())
}

fn given(person: &PersonDetails) -> Option<&str> {
    Some(person.given_names.as_ref()?.as_str())
}

/// One of the respellings that are possible in the surname, or else in the given name.
fn respelt(random: &mut Random, asked: PersonDetails, spellings: &[(&str, &str)]) -> Option<PersonDetails> {
    if let Some(respelt) = respelt_text(random, surname(&asked)?, spellings) {
        return Some(PersonDetails { surname: Some(text(&respelt)), ..asked });
    }
    let respelt = respelt_text(random, given(&asked)?, spellings)?;
    with_given(asked, &respelt)
}

fn respelt_text(random: &mut Random, written: &str, spellings: &[(&str, &str)]) -> Option<String> {
    let lower = written.to_lowercase();
    let possible: Vec<_> = spellings.iter().filter(|(from, _)| lower.contains(from)).collect();
    if possible.is_empty() {
        return None;
    }
    let (from, to) = possible[random.below(possible.len())];
    Some(lower.replacen(from, to, 1))
}

/// Accents put where there are none, and left out where there are.
fn diacritics(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    const ACCENTS: &[(&str, &str)] = &[
        ("é", "e"),
        ("ë", "e"),
        ("ö", "o"),
        ("ü", "u"),
        ("ç", "c"),
        ("ş", "s"),
        ("ı", "i"),
        ("e", "ë"),
        ("e", "é"),
        ("o", "ö"),
        ("u", "ü"),
        ("a", "á"),
        ("i", "ï"),
        ("c", "ç"),
        ("s", "ş"),
        ("e", "e\u{301}"),
        ("o", "ø"),
    ];
    let asked = respelt(random, asked, ACCENTS)?;
    let given = respelt_text(random, given(&asked)?, ACCENTS)?;
    with_given(asked, &given)
}

fn capitals(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    Some(PersonDetails {
        surname: Some(text(&format!("{}.", surname(&asked)?.to_uppercase()))),
        given_names: Some(text(&given(&asked)?.to_uppercase())),
        ..asked
    })
}

fn prefix_before(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let whole = format!("{} {}", prefix(&asked)?, surname(&asked)?);
    with_surname(asked, &whole)
}

fn prefix_after(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let between = if random.percent(50) { ", " } else { " " };
    let whole = format!("{}{between}{}", surname(&asked)?, prefix(&asked)?);
    with_surname(asked, &whole)
}

fn prefix_missing(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    prefix(&asked)?;
    Some(PersonDetails { prefix: None, ..asked })
}

fn prefix_joined(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let whole = format!("{}{}", prefix(&asked)?.replace([' ', '\''], ""), surname(&asked)?.to_lowercase());
    with_surname(asked, &whole)
}

fn prefix_abbreviated(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    if !["van de", "van den", "van der"].contains(&prefix(&asked)?) {
        return None;
    }
    let short = random.pick(&["vd", "v.d.", "v/d", "v. d.", "Van Der", "van de", "van den"]);
    let whole = format!("{short} {}", surname(&asked)?);
    with_surname(asked, &whole)
}

fn all_in_one_field(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let (surname, prefix, given) = (surname(&asked)?, prefix(&asked)?, given(&asked)?);
    let whole = match random.percent(50) {
        true => format!("{prefix} {surname}, {given}"),
        false => format!("{surname}, {given} {prefix}"),
    };
    with_surname(PersonDetails { given_names: None, ..asked.clone() }, &whole)
}

fn short_form(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let first = given(&asked)?.split(' ').next()?;
    let (_, short) = SHORT_FORMS.iter().find(|(full, _)| *full == first)?;
    with_given(asked, random.pick(short))
}

fn second_name(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let second = given(&asked)?.split(' ').nth(1)?.to_owned();
    with_given(asked, &second)
}

/// Found by the whole date: as one word it is another given name to the keys.
fn given_joined(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    asked.birth_date?.day()?;
    let (first, second) = given(&asked)?.split_once(' ')?;
    let joined = format!("{first}{}", second.to_lowercase());
    with_given(asked, &joined)
}

/// An initial beside a year alone is too little to point at one person.
fn initial(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    asked.birth_date?.day()?;
    let initials: String = given(&asked)?
        .split(' ')
        .filter_map(|name| name.chars().next())
        .map(|letter| format!("{letter}."))
        .collect();
    with_given(asked, &initials)
}

fn swapped(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let date = asked.birth_date?.day()?;
    let swapped = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())?;
    (swapped != date).then(|| with_date(asked, BirthDate::Day(swapped)))?
}

/// Another digit for the decade or the year.
fn year_digit(random: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let date = asked.birth_date?.day()?;
    let place = [1, 10][random.below(2)];
    let digit = date.year() / place % 10;
    let wrong = (digit + 1 + i32::try_from(random.below(9)).unwrap()) % 10;
    with_date(asked, BirthDate::Day(date.with_year(date.year() + (wrong - digit) * place)?))
}

fn only_year(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    let year = asked.birth_date?.day()?.year();
    with_date(asked, BirthDate::Year(year))
}

fn only_year_known(
    random: &mut Random,
    known: &PersonDetails,
    asked: PersonDetails,
) -> Option<PersonDetails> {
    let Some(BirthDate::Year(year)) = known.birth_date else { return None };
    let day = u32::try_from(1 + random.below(365)).unwrap();
    with_date(asked, BirthDate::Day(NaiveDate::from_yo_opt(year, day)?))
}
