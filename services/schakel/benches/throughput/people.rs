//! Invented people, the same in every run: names and dates of birth are spread as unevenly as real ones.

use std::sync::Arc;

use chrono::NaiveDate;
use schakel_domain::person::Bsn;

use crate::Result;
use crate::random::Random;

/// Rises with every change of who the people are.
pub const GENERATION: u32 = 2;
/// So many more are registered and have no case.
pub const WITHOUT_CASE: usize = 200;
/// So many nobody knows.
pub const STRANGERS: usize = 20_000;
const SEED: u64 = 0x5eed;

const GIVEN_NAMES: [&str; 40] = [
    "Jan",
    "Maria",
    "Johannes",
    "Anna",
    "Peter",
    "Daan",
    "Emma",
    "Mohamed",
    "Sanne",
    "Willem",
    "Fatima",
    "Kees",
    "Lisa",
    "Henk",
    "Noor",
    "Thomas",
    "Julia",
    "Ahmed",
    "Sophie",
    "Bram",
    "Eva",
    "Lucas",
    "Femke",
    "Pieter",
    "Zoë",
    "Yusuf",
    "Lotte",
    "Ruben",
    "Iris",
    "Sven",
    "Aïcha",
    "Joost",
    "Mila",
    "Tygo",
    "Naima",
    "Wouter",
    "Renée",
    "Hendrik-Jan",
    "Björn",
    "Xanthe",
];
const PREFIXES: [&str; 6] = ["van", "de", "van der", "van den", "ten", "van 't"];
/// A surname is made of two of these parts: some 1,500 different ones.
const FIRST_PARTS: [&str; 39] = [
    "Water", "Hoog", "Nieuw", "Oude", "Groen", "Zand", "Berg", "Veld", "Bosch", "Meer", "Dijk", "Kerk",
    "Molen", "Linde", "Eike", "Wilge", "Steen", "Brug", "Haver", "Koren", "Rijn", "Lek", "Maas", "Schie",
    "Zijl", "Duin", "Polder", "Vaart", "Heide", "Roze", "Witte", "Zwarte", "Blauw", "Lange", "Korte",
    "Wester", "Ooster", "Noorder", "Zuider",
];
const LAST_PARTS: [&str; 39] = [
    "kamp", "man", "stra", "huis", "veld", "ink", "horst", "mans", "dijk", "berg", "burg", "wijk", "hof",
    "meer", "poort", "brink", "werf", "donk", "laar", "mond", "voort", "haar", "broek", "bosch", "sma",
    "akker", "kerk", "zicht", "lust", "stein", "waard", "gaarde", "oord", "daal", "stede", "loo", "rode",
    "schot", "graaf",
];

/// This many people with an active case each, by number; after them come a few who have none, and strangers. What is
/// known of one follows from the number, but for the BSN.
#[derive(Clone)]
pub struct People {
    bsns: Arc<[u32]>,
    size: usize,
    years: u64,
}

/// Somebody's names and date of birth.
pub struct Identity {
    /// Given name.
    pub given_name: &'static str,
    /// Tussenvoegsel.
    pub prefix: Option<&'static str>,
    /// Surname.
    pub surname: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
}

impl People {
    /// Gives each a BSN of their own, of all that pass the eleven-test. Their cases are all of the same evening.
    pub fn new(size: usize) -> Self {
        let bsns = numbers().filter_map(with_check_digit).take(size + WITHOUT_CASE + STRANGERS).collect();
        Self { bsns, size, years: 0 }
    }

    /// Their cases are reported over so many years.
    pub fn reported_over(years: u64, size: usize) -> Self {
        Self { years, ..Self::new(size) }
    }

    /// How many have a case.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many are known.
    pub fn known(&self) -> usize {
        self.size + WITHOUT_CASE
    }

    /// One of those without a case.
    pub fn without_case(&self, number: usize) -> usize {
        self.size + number % WITHOUT_CASE
    }

    /// One of those whom nobody knows.
    pub fn stranger(&self, number: usize) -> usize {
        self.known() + number % STRANGERS
    }

    /// How many days before the last evening something was reported.
    pub fn days_before(&self, number: usize) -> u64 {
        let later = (self.size - 1).saturating_sub(number) as u64;
        later * self.years * 365 / self.size as u64
    }

    /// The BSN of one of them.
    pub fn bsn(&self, number: usize) -> Result<Bsn> {
        Ok(Bsn::new(&format!("{:09}", self.bsns[number]))?)
    }

    /// Names and date of birth of one of them.
    pub fn identity(&self, number: usize) -> Result<Identity> {
        let mut random = Random(SEED ^ (number as u64).wrapping_mul(0xd134_2543_de82_ef95));
        let has_prefix = random.below(100) < 35;
        Ok(Identity {
            given_name: random.skewed(&GIVEN_NAMES),
            prefix: has_prefix.then(|| random.skewed(&PREFIXES)),
            surname: format!("{}{}", random.skewed(&FIRST_PARTS), random.skewed(&LAST_PARTS)),
            birth_date: birth_date(&mut random).ok_or("a day that is none")?,
        })
    }
}

/// From 1936 to 2011, most of them young; every twentieth on the first of January, as with people who
/// came without papers.
fn birth_date(random: &mut Random) -> Option<NaiveDate> {
    const YEARS: usize = 76;
    let years_before = random.below(YEARS).min(random.below(YEARS));
    let first = NaiveDate::from_yo_opt(2011 - i32::try_from(years_before).ok()?, 1)?;
    let day = if random.below(20) == 0 { 0 } else { random.below(365) };
    first.checked_add_days(chrono::Days::new(day as u64))
}

/// All numbers of eight digits, each once, in an order that looks random.
fn numbers() -> impl Iterator<Item = u32> {
    const COUNT: u64 = 100_000_000;
    // Without a common divisor with the count, so that no number comes twice.
    const STEP: u64 = 38_196_601;
    (1..COUNT).map(|turn| (turn * STEP % COUNT) as u32)
}

/// The nine digits that pass the eleven-test; one in eleven numbers has no such digit.
fn with_check_digit(number: u32) -> Option<u32> {
    let digit = |place: u32| number / 10_u32.pow(7 - place) % 10;
    let sum: u32 = (0..8).map(|place| digit(place) * (9 - place)).sum();
    (sum % 11 < 10).then(|| number * 10 + sum % 11)
}
