//! Dates of birth, with the faults that are made in writing them down.

use chrono::{Datelike, NaiveDate};

use super::fit::{Evidence, Reason};
use crate::person::BirthDate;

/// The day and the month in order of size, so that a swap of the two changes nothing.
pub(super) fn unordered_day(date: NaiveDate) -> String {
    let (day, month) = (date.day(), date.month());
    format!("{:02}{:02}", day.min(month), day.max(month))
}

/// What two dates of birth say. A year alone that fits says less than a date.
pub(super) fn evidence(one: BirthDate, other: BirthDate) -> Evidence {
    match (one, other) {
        (BirthDate::Day(one), BirthDate::Day(other)) => of_days(one, other),
        _ if one.year() == other.year() => Evidence::new(26, Reason::OnlyYearKnown),
        _ => DIFFERS,
    }
}

const DIFFERS: Evidence = Evidence::new(-50, Reason::BirthDateDiffers);

/// One fault may have been made; with two it is another date.
fn of_days(one: NaiveDate, other: NaiveDate) -> Evidence {
    if one == other {
        return Evidence::new(40, Reason::BirthDateExact);
    }
    if one.year() == other.year() && unordered_day(one) == unordered_day(other) {
        return Evidence::new(33, Reason::DayAndMonthSwapped);
    }
    match one.month() == other.month()
        && one.day() == other.day()
        && digits_apart(one.year(), other.year()) == 1
    {
        true => Evidence::new(27, Reason::YearDigitDiffers),
        false => DIFFERS,
    }
}

fn digits_apart(one: i32, other: i32) -> usize {
    format!("{one:04}").bytes().zip(format!("{other:04}").bytes()).filter(|(a, b)| a != b).count()
}
