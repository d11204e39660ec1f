//! What the lines of every list have in common: cells of plain text, and what is wrong with one.

use chrono::NaiveDate;
use schakel_domain::Text;
use schakel_domain::lines::{LineField, LineRule};
use schakel_domain::person::BirthDate;

/// Where a line is broken, and which rule it breaks.
pub type Broken = (LineField, LineRule);

/// A line says something, in UTF-8.
///
/// # Errors
/// The rule that it breaks.
pub fn is_readable<'a>(mut cells: impl Iterator<Item = (LineField, &'a str)> + Clone) -> Result<(), Broken> {
    if cells.clone().all(|(_, cell)| cell.is_empty()) {
        return Err((LineField::Line, LineRule::Unreadable));
    }
    match cells.find(|(_, cell)| cell.contains(char::REPLACEMENT_CHARACTER)) {
        Some((field, _)) => Err((field, LineRule::Encoding)),
        None => Ok(()),
    }
}

/// A text, if the cell has one.
///
/// # Errors
/// When it is too long.
pub fn text(field: LineField, cell: &str) -> Result<Option<Text>, Broken> {
    match cell.trim() {
        "" => Ok(None),
        cell => Text::new(cell).map(Some).map_err(|_| (field, LineRule::MaxLength)),
    }
}

/// A date of birth, from the cells of day and year; the day goes first.
///
/// # Errors
/// When it is none, or lies ahead.
pub fn born(day: &str, year: &str, today: NaiveDate) -> Result<Option<BirthDate>, Broken> {
    let (field, born) = match (day.trim(), year.trim()) {
        ("", "") => return Ok(None),
        ("", year) => (LineField::BirthYear, BirthDate::Year(year_of(year)?)),
        (day, _) => (LineField::BirthDate, BirthDate::Day(day_of(LineField::BirthDate, day)?)),
    };
    match born.is_after(today) {
        true => Err((field, LineRule::NotInTheFuture)),
        false => Ok(Some(born)),
    }
}

fn year_of(cell: &str) -> Result<i32, Broken> {
    let is_year = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let year = if is_year { cell.parse().ok() } else { None };
    year.ok_or((LineField::BirthYear, LineRule::Year))
}

/// A day. The calendar's own reader also takes days of one digit and years of five.
///
/// # Errors
/// When it is none.
pub fn day_of(field: LineField, cell: &str) -> Result<NaiveDate, Broken> {
    let is_written_out = cell.len() == 10
        && cell.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let day = if is_written_out { cell.parse().ok() } else { None };
    day.ok_or((field, LineRule::Date))
}

/// Cells, each behind its length: two that say the same give the same bytes, and no others do.
pub fn content<'a>(of: &[u8], cells: impl Iterator<Item = (LineField, &'a str)>) -> Vec<u8> {
    let mut content = of.to_vec();
    for (_, cell) in cells {
        content.extend(cell.len().to_be_bytes());
        content.extend(cell.as_bytes());
    }
    content
}
