//! From a line of a day's list to the person sought.

use chrono::NaiveDate;
use schakel_domain::monitor_day::{BrokenLine, LineField, LineRule};
use schakel_domain::person::{BirthDate, Bsn, PersonDetails};

use crate::Sought;
use crate::lines::{self, Broken, born, text};

/// One line of a day's list as it was sent: plain texts, so that a broken line breaks nothing but itself.
#[derive(Clone, Default)]
pub struct SuspectLine {
    /// Its number in the list.
    pub line: u32,
    /// Citizen service number.
    pub bsn: String,
    /// Given names.
    pub given_names: String,
    /// Tussenvoegsel.
    pub prefix: String,
    /// Surname, without the prefix.
    pub surname: String,
    /// Date of birth.
    pub birth_date: String,
    /// Year of birth, where the day is not known.
    pub birth_year: String,
}

impl SuspectLine {
    /// Whom this line asks for. With a number, nothing else is read; without one, surname and birth date
    /// or birth year must be there.
    ///
    /// # Errors
    /// The first rule that the line breaks.
    pub fn read(&self, today: NaiveDate) -> Result<Sought, BrokenLine> {
        self.sought(today).map_err(|(field, rule)| BrokenLine { line: self.line, field, rule })
    }

    fn sought(&self, today: NaiveDate) -> Result<Sought, Broken> {
        lines::is_readable(self.cells())?;
        match self.bsn.trim() {
            "" => self.named(today).map(|details| Sought::Person(Box::new(details))),
            digits => Bsn::new(digits).map(Sought::Bsn).map_err(|_| (LineField::Bsn, LineRule::Bsn)),
        }
    }

    fn named(&self, today: NaiveDate) -> Result<PersonDetails, Broken> {
        let surname = text(LineField::Surname, &self.surname)?;
        Ok(PersonDetails {
            given_names: text(LineField::GivenNames, &self.given_names)?,
            prefix: text(LineField::Prefix, &self.prefix)?,
            surname: Some(surname.ok_or((LineField::Surname, LineRule::Required))?),
            birth_date: Some(self.born(today)?),
            ..PersonDetails::default()
        })
    }

    fn born(&self, today: NaiveDate) -> Result<BirthDate, Broken> {
        let born = born(&self.birth_date, &self.birth_year, today)?;
        born.ok_or((LineField::BirthDate, LineRule::Required))
    }

    fn cells(&self) -> impl Iterator<Item = (LineField, &str)> + Clone {
        let cells = [
            (LineField::Bsn, &self.bsn),
            (LineField::GivenNames, &self.given_names),
            (LineField::Prefix, &self.prefix),
            (LineField::Surname, &self.surname),
            (LineField::BirthDate, &self.birth_date),
            (LineField::BirthYear, &self.birth_year),
        ];
        cells.into_iter().map(|(field, cell)| (field, cell.trim()))
    }
}

/// What a list says: two lists that say the same give the same bytes, however their lines are numbered.
pub(super) fn content(list: &[SuspectLine]) -> Vec<u8> {
    lines::content(b"suspects-list", list.iter().flat_map(SuspectLine::cells))
}

#[cfg(test)]
mod tests {
    use schakel_domain::Text;

    use super::*;

    fn named() -> SuspectLine {
        SuspectLine {
            line: 7,
            given_names: "Noor".into(),
            surname: " Voorbeeld ".into(),
            birth_date: "1990-02-28".into(),
            ..SuspectLine::default()
        }
    }

    fn numbered(bsn: &str) -> SuspectLine {
        SuspectLine { line: 7, bsn: bsn.into(), ..SuspectLine::default() }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default()
    }

    #[track_caller]
    fn broken(line: &SuspectLine, field: LineField, rule: LineRule) {
        let expected = BrokenLine { line: 7, field, rule };
        assert_eq!(line.read(today()).err(), Some(expected));
    }

    fn birth_date(line: &SuspectLine) -> Option<BirthDate> {
        match line.read(today()) {
            Ok(Sought::Person(details)) => details.birth_date,
            _ => None,
        }
    }

    #[test]
    fn a_number_is_enough_and_nothing_else_is_read() {
        let line = SuspectLine { birth_date: "lente".into(), ..numbered(" 999900006 ") };
        assert!(matches!(line.read(today()), Ok(Sought::Bsn(bsn)) if bsn.as_str() == "999900006"));
    }

    #[test]
    fn a_number_that_is_none_is_broken_even_beside_a_name() {
        for wrong in ["99990006", "999900007", "000000000", "99990000 6", "BSN", "9999000060"] {
            broken(&SuspectLine { bsn: wrong.into(), ..named() }, LineField::Bsn, LineRule::Bsn);
        }
    }

    #[test]
    fn without_a_number_surname_and_birth_are_needed() {
        assert_eq!(birth_date(&named()), NaiveDate::from_ymd_opt(1990, 2, 28).map(BirthDate::Day));
        let year = SuspectLine { birth_date: String::new(), birth_year: "1990".into(), ..named() };
        assert_eq!(birth_date(&year), Some(BirthDate::Year(1990)));
        let nameless = SuspectLine { surname: String::new(), ..named() };
        broken(&nameless, LineField::Surname, LineRule::Required);
        let unborn = SuspectLine { birth_date: String::new(), ..named() };
        broken(&unborn, LineField::BirthDate, LineRule::Required);
    }

    #[test]
    fn a_day_exists_and_has_passed() {
        for wrong in ["1990-02-30", "28-02-1990", "1990-2-28", "+990-02-28", "1990", "199o-02-28"] {
            let line = SuspectLine { birth_date: wrong.into(), ..named() };
            broken(&line, LineField::BirthDate, LineRule::Date);
        }
        let ahead = SuspectLine { birth_date: "2026-11-26".into(), ..named() };
        broken(&ahead, LineField::BirthDate, LineRule::NotInTheFuture);
        for (wrong, rule) in [("90", LineRule::Year), ("2027", LineRule::NotInTheFuture)] {
            let line = SuspectLine { birth_date: String::new(), birth_year: wrong.into(), ..named() };
            broken(&line, LineField::BirthYear, rule);
        }
    }

    #[test]
    fn a_line_that_says_nothing_is_unreadable() {
        broken(&numbered("  "), LineField::Line, LineRule::Unreadable);
    }

    #[test]
    fn a_line_in_another_encoding_says_where() {
        let line = SuspectLine { given_names: "No\u{fffd}l".into(), ..named() };
        broken(&line, LineField::GivenNames, LineRule::Encoding);
    }

    #[test]
    fn a_text_has_its_bounds() {
        let line = SuspectLine { prefix: "v".repeat(Text::MAX_CHARS + 1), ..named() };
        broken(&line, LineField::Prefix, LineRule::MaxLength);
    }

    #[test]
    fn lists_that_say_the_same_have_the_same_content() {
        let numbered_anew = SuspectLine { line: 8, surname: "Voorbeeld".into(), ..named() };
        assert_eq!(content(&[named()]), content(&[numbered_anew]));
        let moved = SuspectLine { prefix: "Noor".into(), given_names: String::new(), ..named() };
        assert_ne!(content(&[named()]), content(&[moved]));
        assert_ne!(content(&[]), content(&[named()]));
    }
}
