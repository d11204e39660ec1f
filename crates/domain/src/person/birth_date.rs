//! A date of birth that may be known by its year alone.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A date of birth; of people without papers often only the year is known. `Debug` does not show it.
///
/// As JSON it is `"1990-02-28"` or `"1990"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// Only the year.
    Year(i32),
    /// The day.
    Day(NaiveDate),
}

/// Why something is no [`BirthDate`]. It never carries the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a date of birth is a day or a year")]
pub struct BirthDateError;

impl BirthDate {
    /// The year.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// The day, if it is known.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Year(_) => None,
            Self::Day(day) => Some(day),
        }
    }

    /// The age in years on that day; with only the year known, the highest that it can be.
    pub fn age_on(self, day: NaiveDate) -> u32 {
        let born = match self {
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
            Self::Day(day) => Some(day),
        };
        born.and_then(|born| day.years_since(born)).unwrap_or(0)
    }

    /// Whether it lies after that day.
    pub fn is_after(self, today: NaiveDate) -> bool {
        match self {
            Self::Year(year) => year > today.year(),
            Self::Day(day) => day > today,
        }
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(…)")
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> Self {
        match date {
            BirthDate::Year(year) => format!("{year:04}"),
            BirthDate::Day(day) => day.to_string(),
        }
    }
}

impl TryFrom<String> for BirthDate {
    type Error = BirthDateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        match is_year {
            true => text.parse().map(Self::Year).map_err(|_| BirthDateError),
            false => text.parse().map(Self::Day).map_err(|_| BirthDateError),
        }
    }
}
