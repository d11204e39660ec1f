//! Whether people are found who were written down otherwise: recall and precision for each kind of variant.

mod kinds;
mod pairs;
mod population;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use proptest::prelude::*;
use schakel_domain::person::matching::{
    LIKELY, MOST_KEYS_FOR, MOST_KEYS_OF, Reason, compare, keys_for, keys_of, words,
};
use schakel_domain::person::{BirthDate, Bsn, PersonDetails};

use self::kinds::{ALONE, DATES, GIVEN_NAMES, OTHER_SURNAMES, SPELLINGS, Variant, both};
use self::population::{Makers, Random, population};
use crate::fixtures::{day, text};

/// The most candidates that are opened (DESIGN §3).
const MOST_OPENED: usize = 50;

/// A population under its keys, as production keeps it under the tokens of them.
struct Index {
    people: Vec<PersonDetails>,
    by_key: BTreeMap<String, Vec<usize>>,
    /// For the negative control.
    by_surname: BTreeMap<String, Vec<usize>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(population(5_000, &mut Makers::new(2026))));

impl Index {
    fn of(people: Vec<PersonDetails>) -> Self {
        let numbered = || people.iter().enumerate();
        let keys = |(place, known)| keys_of(known).into_iter().map(move |key| (key, place));
        let by_key = grouped(numbered().flat_map(keys));
        let by_surname = grouped(numbered().map(|(place, known)| (surname(known).to_owned(), place)));
        Self { people, by_key, by_surname }
    }

    /// Those who share a key, the most keys first.
    fn candidates(&self, asked: &PersonDetails) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for place in keys_for(asked).iter().filter_map(|key| self.by_key.get(key)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        let mut candidates: Vec<_> = shared.into_iter().collect();
        candidates.sort_by_key(|(place, keys)| (std::cmp::Reverse(*keys), *place));
        candidates.into_iter().take(MOST_OPENED).map(|(place, _)| place).collect()
    }

    fn find(&self, asked: &PersonDetails) -> Vec<usize> {
        let fits = |place: &usize| compare(asked, &self.people[*place]).is_likely();
        self.candidates(asked).into_iter().filter(fits).collect()
    }

    /// The negative control: everybody whose surname is the same text.
    fn find_by_surname_alone(&self, asked: &PersonDetails) -> Vec<usize> {
        self.by_surname.get(surname(asked)).cloned().unwrap_or_default()
    }
}

fn grouped(pairs: impl Iterator<Item = (String, usize)>) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    pairs.for_each(|(key, place)| groups.entry(key).or_default().push(place));
    groups
}

fn surname(person: &PersonDetails) -> &str {
    person.surname.as_ref().unwrap().as_str()
}

/// What came out of looking people up.
#[derive(Clone, Copy, Default)]
struct Tally {
    trials: usize,
    found: usize,
    answers: usize,
}

impl Tally {
    fn count(&mut self, sought: usize, answers: &[usize]) {
        self.trials += 1;
        self.found += usize::from(answers.contains(&sought));
        self.answers += answers.len();
    }

    fn add(&mut self, other: Self) {
        self.trials += other.trials;
        self.found += other.found;
        self.answers += other.answers;
    }

    fn recall(self) -> f64 {
        share(self.found, self.trials)
    }

    fn precision(self) -> f64 {
        share(self.found, self.answers)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

/// How somebody is asked for when nothing is wrong.
fn asked_plainly(known: &PersonDetails) -> PersonDetails {
    PersonDetails {
        given_names: known.given_names.clone(),
        prefix: known.prefix.clone(),
        surname: known.surname.clone(),
        birth_date: known.birth_date,
        ..PersonDetails::default()
    }
}

type Question = (usize, PersonDetails);

/// Questions with variants of many people, each made by the kinds in turn.
fn questions(random: &mut Random, most: usize, kinds: &[[Variant; 2]]) -> Vec<Question> {
    const FEWEST: usize = 60;
    let people = &INDEX.people;
    let mut questions = Vec::new();
    for turn in 0..people.len() * 3 {
        let place = random.below(people.len());
        let known = &people[place];
        let asked = both(random, known, asked_plainly(known), kinds[turn % kinds.len()]);
        questions.extend(asked.map(|asked| (place, asked)));
        if questions.len() == most {
            break;
        }
    }
    assert!(questions.len() >= FEWEST, "only {} people give occasion for it", questions.len());
    questions
}

fn tally(questions: &[Question], find: impl Fn(&PersonDetails) -> Vec<usize>) -> Tally {
    let mut tally = Tally::default();
    questions.iter().for_each(|(place, asked)| tally.count(*place, &find(asked)));
    tally
}

fn unchanged(_: &mut Random, _: &PersonDetails, asked: PersonDetails) -> Option<PersonDetails> {
    Some(asked)
}

fn single_kinds() -> impl Iterator<Item = (&'static str, Variant)> {
    ALONE.into_iter().chain(SPELLINGS).chain(OTHER_SURNAMES).chain(GIVEN_NAMES).chain(DATES)
}

fn combined(some: &[(&str, Variant)], others: &[(&str, Variant)]) -> Vec<[Variant; 2]> {
    some.iter().flat_map(|(_, one)| others.iter().map(move |(_, other)| [*one, *other])).collect()
}

fn combinations() -> Vec<(&'static str, Vec<[Variant; 2]>)> {
    vec![
        ("spelling + given name", combined(&SPELLINGS, &GIVEN_NAMES[..1])),
        ("spelling + swapped", combined(&SPELLINGS, &DATES[..1])),
        ("spelling + digit of the year", combined(&SPELLINGS, &DATES[1..2])),
        ("spelling + only a year", combined(&SPELLINGS, &DATES[2..])),
        ("other surname + given name", combined(&OTHER_SURNAMES, &GIVEN_NAMES[..1])),
        ("other surname + date", combined(&OTHER_SURNAMES, &DATES)),
        ("short form + date", combined(&GIVEN_NAMES[..1], &DATES)),
        ("other surname + spelling", combined(&OTHER_SURNAMES, &SPELLINGS[8..])),
        ("two spellings", combined(&SPELLINGS[2..7], &SPELLINGS[8..])),
    ]
}

fn line(table: &mut String, kind: &str, tally: Tally) {
    let (recall, precision) = (tally.recall(), tally.precision());
    writeln!(table, "{kind:<30} {:>6}   {recall:>6.3}   {precision:>9.3}", tally.trials).unwrap();
}

#[test]
fn people_are_found_under_every_kind_of_variant() {
    let mut random = Random(1);
    let mut table = format!("{:<30} {:>6}   {:>6}   {:>9}\n", "kind", "trials", "recall", "precision");
    let (mut all, mut control) = (Tally::default(), Tally::default());
    let mut poor = Vec::new();
    let singles = single_kinds().map(|(kind, variant)| (kind, vec![[variant, unchanged as Variant]]));
    for (kind, variants) in singles.chain(combinations()) {
        let questions = questions(&mut random, 120, &variants);
        let tally_of_kind = tally(&questions, |asked| INDEX.find(asked));
        line(&mut table, kind, tally_of_kind);
        all.add(tally_of_kind);
        control.add(tally(&questions, |asked| INDEX.find_by_surname_alone(asked)));
        if tally_of_kind.recall() < 0.95 || tally_of_kind.precision() < 0.9 {
            poor.push(kind);
        }
    }
    line(&mut table, "over all", all);
    line(&mut table, "control: surname alone", control);
    println!("{table}");
    assert_eq!(poor, Vec::<&str>::new(), "recall below 0.95 or precision below 0.9\n{table}");
    assert!(all.recall() >= 0.95 && all.precision() >= 0.9, "{table}");
    assert!(control.recall() < 0.5, "the questions are too easy\n{table}");
}

#[test]
fn strangers_are_not_taken_for_somebody_who_is_known() {
    let mut makers = Makers::new(7);
    let strangers: Vec<_> = (0..1_000).map(|_| makers.person()).collect();
    let relatives: Vec<_> = INDEX.people.iter().take(1_000).map(|known| makers.relative(known)).collect();
    for (kind, people) in [("strangers", &strangers), ("relatives", &relatives)] {
        let taken = people.iter().filter(|person| !INDEX.find(&asked_plainly(person)).is_empty()).count();
        println!("{kind:<30} {:>6}   taken for somebody: {taken}", people.len());
        assert!(share(taken, people.len()) < 0.02, "{taken} {kind} are taken for somebody who is known");
    }
    let candidates =
        relatives.iter().filter(|person| !INDEX.candidates(&asked_plainly(person)).is_empty()).count();
    assert!(share(candidates, relatives.len()) > 0.2, "only the score tells relatives apart, not the keys");
}

/// Of so many people, how many others a person shares a key with, by kind of key: from the pairs that share one
/// among fewer people, none of them related.
fn shared_with(people: usize) -> BTreeMap<String, f64> {
    const COUNT: usize = 4_000;
    let mut makers = Makers::new(99);
    let strangers: Vec<_> = (0..COUNT).map(|_| makers.person()).collect();
    let mut pairs: BTreeMap<_, usize> = BTreeMap::new();
    for (key, sharing) in Index::of(strangers).by_key {
        let kind = key.split(':').next().unwrap().to_owned();
        *pairs.entry(kind).or_default() += sharing.len() * (sharing.len() - 1);
    }
    pairs.into_iter().map(|(kind, pairs)| (kind, share(pairs * (people / COUNT), COUNT))).collect()
}

#[test]
fn a_key_is_shared_by_few_in_a_million() {
    for (kind, others) in shared_with(1_000_000) {
        println!("{kind:<30} shared with {others:.1} others in a million");
        assert!(others < 20.0, "{kind}: {others}");
    }
    let keys: usize = INDEX.by_key.values().map(Vec::len).sum();
    let per_person = share(keys, INDEX.people.len());
    println!("{per_person:.1} keys per person");
    assert!(per_person < 6.0);
}

#[test]
fn hand_written_variants_are_found() {
    let pairs = pairs::same();
    println!("{} pairs of variants", pairs.len());
    assert!(pairs.len() >= 150);
    let missed: Vec<_> = pairs
        .iter()
        .filter(|(_, [sought, known])| !shares_key(sought, known) || !compare(sought, known).is_likely())
        .map(|(shown, [sought, known])| {
            let fit = compare(sought, known);
            format!("{shown}: {} {:?}, key shared: {}", fit.score, fit.reasons, shares_key(sought, known))
        })
        .collect();
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn hand_written_others_are_told_apart() {
    let pairs = pairs::different();
    println!("{} pairs of others", pairs.len());
    let confused: Vec<_> = pairs
        .iter()
        .map(|(shown, [sought, known])| (shown, compare(sought, known)))
        .filter(|(_, fit)| fit.is_likely())
        .map(|(shown, fit)| format!("{shown}: {} {:?}", fit.score, fit.reasons))
        .collect();
    assert_eq!(confused, Vec::<String>::new());
}

fn shares_key(sought: &PersonDetails, known: &PersonDetails) -> bool {
    !keys_for(sought).is_disjoint(&keys_of(known))
}

fn jan() -> PersonDetails {
    PersonDetails {
        given_names: Some(text("Jan")),
        prefix: Some(text("van der")),
        surname: Some(text("Zandloper")),
        birth_date: Some(BirthDate::Day(day("1980-03-04"))),
        bsn: Some(Bsn::new("999990019").unwrap()),
        ..PersonDetails::default()
    }
}

#[test]
fn the_reasons_say_what_fits_and_what_does_not() {
    let asked = PersonDetails {
        given_names: Some(text("Johannes")),
        surname: Some(text("Sandloper")),
        birth_date: Some(BirthDate::Day(day("1980-04-03"))),
        ..PersonDetails::default()
    };
    let fit = compare(&asked, &jan());
    assert_eq!(
        fit.reasons,
        [Reason::SurnamePhonetic, Reason::GivenNameShortForm, Reason::DayAndMonthSwapped]
    );
    assert_eq!(fit.score, 88);

    let married =
        PersonDetails { surname: Some(text("Wilgenhout")), partner_name: Some(text("Zandloper")), ..jan() };
    let fit = compare(&married, &PersonDetails { bsn: None, ..jan() });
    assert_eq!(
        fit.reasons,
        [Reason::SurnameExact, Reason::PartnerName, Reason::GivenNameExact, Reason::BirthDateExact]
    );
}

#[test]
fn the_same_bsn_decides_and_another_argues_against() {
    let nameless = PersonDetails { bsn: jan().bsn, ..PersonDetails::default() };
    assert_eq!(compare(&nameless, &jan()).score, 100);
    let renamed = PersonDetails {
        given_names: Some(text("Piet")),
        surname: Some(text("Anders")),
        birth_date: Some(BirthDate::Year(1950)),
        ..jan()
    };
    assert_eq!(compare(&renamed, &jan()).score, 100);
    let other = PersonDetails { bsn: Some(another_bsn()), ..jan() };
    let fit = compare(&other, &jan());
    assert!(fit.score <= LIKELY / 2, "{}", fit.score);
    assert_eq!(fit.reasons.first(), Some(&Reason::OtherBsn));
}

fn another_bsn() -> Bsn {
    (999_990_020..999_999_999_u32).find_map(|number| Bsn::new(&number.to_string()).ok()).unwrap()
}

#[test]
fn without_a_date_of_birth_there_are_no_keys_and_no_likely_fit() {
    let undated = PersonDetails { birth_date: None, bsn: None, ..jan() };
    assert!(keys_of(&undated).is_empty() && keys_for(&undated).is_empty());
    assert!(!compare(&undated, &jan()).is_likely());
    let nameless = PersonDetails { given_names: None, bsn: None, ..jan() };
    assert!(!compare(&nameless, &jan()).is_likely(), "a surname and a date may be a twin's");
}

/// Any identity, sensible or not.
fn anybody() -> impl Strategy<Value = PersonDetails> {
    const USUAL: [&str; 9] = [
        "Jan",
        "Johannes",
        "J.",
        "Kees",
        "van der Berg",
        "Berg",
        "Bakker-Berg",
        "Backer",
        "Jan van den Bergh",
    ];
    let usual = || prop::sample::select(&USUAL[..]).prop_map(str::to_owned);
    let name = move || prop_oneof![usual(), usual(), "[A-Za-zé' .,-]{1,20}", "\\PC{1,12}"];
    let maybe = || proptest::option::of(name()).prop_map(|name| schakel_domain::Text::new(&name?).ok());
    let date = prop_oneof![
        (1979_i32..1982).prop_map(BirthDate::Year),
        prop::sample::select(&["1980-03-04", "1980-04-03", "1981-03-04"][..])
            .prop_map(|date| BirthDate::Day(day(date))),
        (0_u64..40_000).prop_map(|days| BirthDate::Day(day("1920-01-01") + chrono::Days::new(days))),
    ];
    let aliases = prop::collection::vec(name(), 0..6);
    (maybe(), maybe(), maybe(), maybe(), aliases, proptest::option::of(date), any::<bool>()).prop_map(
        |(given_names, surname, maiden_name, partner_name, aliases, birth_date, with_bsn)| PersonDetails {
            given_names,
            surname,
            maiden_name,
            partner_name,
            aliases: aliases.iter().filter_map(|alias| schakel_domain::Text::new(alias).ok()).collect(),
            birth_date,
            bsn: with_bsn.then(another_bsn),
            ..PersonDetails::default()
        },
    )
}

proptest! {
    #[test]
    fn comparing_is_symmetric_in_its_score(one in anybody(), other in anybody()) {
        prop_assert_eq!(compare(&one, &other).score, compare(&other, &one).score);
    }

    #[test]
    fn taking_words_again_changes_nothing(name in "\\PC{0,40}") {
        let once = words(&name);
        prop_assert_eq!(&words(&once.join(" ")), &once);
    }

    #[test]
    fn keys_are_few_and_never_contain_the_bsn(person in anybody()) {
        let (of, sought) = (keys_of(&person), keys_for(&person));
        prop_assert!(of.len() <= MOST_KEYS_OF && sought.len() <= MOST_KEYS_FOR);
        prop_assert!(of.is_subset(&sought), "who is known by all that is known is found");
        let bsn = another_bsn();
        prop_assert!(sought.iter().all(|key| !key.contains(bsn.as_str())));
    }
}

#[test]
fn everybody_finds_themselves() {
    for person in INDEX.people.iter().step_by(5) {
        let asked = PersonDetails { bsn: None, ..person.clone() };
        let fit = compare(&asked, person);
        let best = if person.birth_date.unwrap().day().is_some() { 100 } else { 86 };
        assert_eq!(fit.score, best, "{:?}", fit.reasons);
        assert!(shares_key(&asked, person));
    }
}
