//! From a line of a list to the report that it is.

use chrono::NaiveDate;
use schakel_domain::Text;
use schakel_domain::case::Trigger;
use schakel_domain::code::Code;
use schakel_domain::lines::{BrokenLine, LineField, LineRule};
use schakel_domain::person::{Bsn, Gender, PersonDetails};
use schakel_domain::region::{MunicipalityCode, OrganisationCode, Region};

use crate::lines::{self, Broken, born, day_of, text};
use crate::standing::Standing;

/// One line of a list of reports as it was sent: plain texts, so that a broken line breaks nothing but itself.
#[derive(Clone, Default)]
pub struct ReportLine {
    /// Its number in the list.
    pub line: u32,
    /// The sender's own reference.
    pub reference: String,
    /// The organisation from which it comes.
    pub organisation: String,
    /// What set it off.
    pub trigger: String,
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
    /// Gender.
    pub gender: String,
    /// Municipality of residence.
    pub municipality: String,
    /// Why it is reported.
    pub reason: String,
    /// The (provisional) day of release.
    pub release_date: String,
    /// Whether the person was told.
    pub subject_informed: String,
}

/// A report, as a line tells of it.
#[derive(Debug)]
pub(super) struct Told {
    /// The sender's own reference.
    pub reference: String,
    /// What set it off.
    pub trigger: Trigger,
    /// What is known of the person.
    pub details: PersonDetails,
    /// Gender.
    pub gender: Option<Gender>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// Why.
    pub reason: Text,
    /// The day of release.
    pub release_date: Option<NaiveDate>,
    /// Whether the person was told.
    pub subject_informed: Option<bool>,
}

/// What a line is read against.
pub(super) struct Terms<'a> {
    /// The organisation from which the list comes.
    pub sender: &'a OrganisationCode,
    /// The register of organisations.
    pub standing: &'a Standing,
    /// The region.
    pub region: &'a Region,
    /// Today.
    pub today: NaiveDate,
}

/// The longest reference.
const LONGEST_REFERENCE: usize = 64;

impl ReportLine {
    /// The report that this line tells of.
    ///
    /// # Errors
    /// The first rule that the line breaks.
    pub(super) fn read(&self, terms: &Terms<'_>) -> Result<Told, BrokenLine> {
        self.told(terms).map_err(|broken| self.broken(broken))
    }

    /// This line, broken.
    pub(super) fn broken(&self, (field, rule): Broken) -> BrokenLine {
        BrokenLine { line: self.line, field, rule }
    }

    fn told(&self, terms: &Terms<'_>) -> Result<Told, Broken> {
        lines::is_readable(self.cells())?;
        let reference = self.own_reference()?;
        self.comes_from(terms)?;
        let trigger = self.set_off_by()?;
        Ok(Told {
            reference,
            trigger,
            details: self.person(terms.today)?,
            gender: optional_code(LineField::Gender, &self.gender)?,
            municipality: self.lives_in(terms.region)?,
            reason: text(LineField::Reason, &self.reason)?.ok_or((LineField::Reason, LineRule::Required))?,
            release_date: self.released(trigger)?,
            subject_informed: self.informed()?,
        })
    }

    /// A file number, never anything about a person: it makes the identity of the case.
    fn own_reference(&self) -> Result<String, Broken> {
        let broken = |rule| Err((LineField::Reference, rule));
        let reference = self.reference.trim();
        let first_is_plain = reference.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._/:-".contains(c);
        if reference.is_empty() {
            return broken(LineRule::Required);
        }
        if reference.len() > LONGEST_REFERENCE {
            return broken(LineRule::MaxLength);
        }
        if !first_is_plain || !reference.chars().all(is_plain) {
            return broken(LineRule::Pattern);
        }
        let mut numbers = reference.split(|c: char| !c.is_ascii_digit());
        if numbers.any(|number| Bsn::new(number).is_ok()) {
            return broken(LineRule::Personal);
        }
        Ok(reference.to_owned())
    }

    fn comes_from(&self, terms: &Terms<'_>) -> Result<(), Broken> {
        let rule = match self.named_organisation() {
            None => return Ok(()),
            Some(code) if code == *terms.sender => return Ok(()),
            Some(code) if terms.standing.organisation(&code).is_some() => LineRule::OneSender,
            Some(_) => LineRule::UnknownCode,
        };
        Err((LineField::Organisation, rule))
    }

    /// The organisation that the line names.
    pub(super) fn named_organisation(&self) -> Option<OrganisationCode> {
        let code = self.organisation.trim();
        (!code.is_empty()).then(|| OrganisationCode::new(code))
    }

    /// The two streams that come by file (HANDBOOK §2).
    fn set_off_by(&self) -> Result<Trigger, Broken> {
        let trigger: Option<Trigger> = optional_code(LineField::Trigger, &self.trigger)?;
        match trigger.ok_or((LineField::Trigger, LineRule::Required))? {
            trigger @ (Trigger::Arrest | Trigger::Detention) => Ok(trigger),
            _ => Err((LineField::Trigger, LineRule::UnknownCode)),
        }
    }

    /// Whatever is known of the person; nothing has to be (HANDBOOK §2).
    fn person(&self, today: NaiveDate) -> Result<PersonDetails, Broken> {
        let bsn = match self.bsn.trim() {
            "" => None,
            digits => Some(Bsn::new(digits).map_err(|_| (LineField::Bsn, LineRule::Bsn))?),
        };
        Ok(PersonDetails {
            bsn,
            given_names: text(LineField::GivenNames, &self.given_names)?,
            prefix: text(LineField::Prefix, &self.prefix)?,
            surname: text(LineField::Surname, &self.surname)?,
            birth_date: born(&self.birth_date, &self.birth_year, today)?,
            ..PersonDetails::default()
        })
    }

    fn lives_in(&self, region: &Region) -> Result<Option<MunicipalityCode>, Broken> {
        let code = match self.municipality.trim() {
            "" => return Ok(None),
            code => MunicipalityCode::new(code),
        };
        match region.municipality(&code) {
            Some(_) => Ok(Some(code)),
            None => Err((LineField::Municipality, LineRule::UnknownCode)),
        }
    }

    fn released(&self, trigger: Trigger) -> Result<Option<NaiveDate>, Broken> {
        match self.release_date.trim() {
            "" => Ok(None),
            _ if trigger != Trigger::Detention => Err((LineField::ReleaseDate, LineRule::DetentionOnly)),
            day => day_of(LineField::ReleaseDate, day).map(Some),
        }
    }

    fn informed(&self) -> Result<Option<bool>, Broken> {
        match self.subject_informed.trim() {
            "" => Ok(None),
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err((LineField::SubjectInformed, LineRule::Boolean)),
        }
    }

    fn cells(&self) -> impl Iterator<Item = (LineField, &str)> + Clone {
        let cells = [
            (LineField::Reference, &self.reference),
            (LineField::Organisation, &self.organisation),
            (LineField::Trigger, &self.trigger),
            (LineField::Bsn, &self.bsn),
            (LineField::GivenNames, &self.given_names),
            (LineField::Prefix, &self.prefix),
            (LineField::Surname, &self.surname),
            (LineField::BirthDate, &self.birth_date),
            (LineField::BirthYear, &self.birth_year),
            (LineField::Gender, &self.gender),
            (LineField::Municipality, &self.municipality),
            (LineField::Reason, &self.reason),
            (LineField::ReleaseDate, &self.release_date),
            (LineField::SubjectInformed, &self.subject_informed),
        ];
        cells.into_iter().map(|(field, cell)| (field, cell.trim()))
    }
}

fn optional_code<C: Code>(field: LineField, cell: &str) -> Result<Option<C>, Broken> {
    match cell.trim() {
        "" => Ok(None),
        code => C::from_code(code).map(Some).ok_or((field, LineRule::UnknownCode)),
    }
}

/// What a list says: two lists that say the same give the same bytes, however their lines are numbered.
pub(super) fn content(list: &[ReportLine]) -> Vec<u8> {
    lines::content(b"report-list", list.iter().flat_map(ReportLine::cells))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const REGION: &str = include_str!("../../../../regions/hollands-midden.toml");

    fn read(line: &ReportLine) -> Result<Told, BrokenLine> {
        let region: Region = toml::from_str(REGION).unwrap();
        let sender = OrganisationCode::new("dji");
        let today = "2026-11-25".parse().unwrap();
        line.read(&Terms { sender: &sender, standing: &Standing::default(), region: &region, today })
    }

    fn detention() -> ReportLine {
        ReportLine {
            line: 7,
            reference: "DJI-2026/0117".into(),
            organisation: " dji ".into(),
            trigger: "detention".into(),
            bsn: "999900006".into(),
            given_names: "Noor".into(),
            surname: " Voorbeeld ".into(),
            birth_date: "1990-02-28".into(),
            gender: "woman".into(),
            municipality: "katwijk".into(),
            reason: "Preventief gehecht.".into(),
            release_date: "2027-02-01".into(),
            subject_informed: "true".into(),
            ..ReportLine::default()
        }
    }

    #[track_caller]
    fn broken(line: &ReportLine, field: LineField, rule: LineRule) {
        assert_eq!(read(line).unwrap_err(), BrokenLine { line: 7, field, rule });
    }

    #[test]
    fn a_line_may_say_all_at_once() {
        let told = read(&detention()).unwrap();
        assert_eq!((told.reference.as_str(), told.trigger), ("DJI-2026/0117", Trigger::Detention));
        assert_eq!(told.details.surname, Some(Text::new("Voorbeeld").unwrap()));
        assert_eq!(told.details.bsn, Some(Bsn::new("999900006").unwrap()));
        assert_eq!(told.gender, Some(Gender::Woman));
        assert_eq!(told.municipality, Some(MunicipalityCode::new("katwijk")));
        assert_eq!(told.release_date, "2027-02-01".parse().ok());
        assert_eq!(told.subject_informed, Some(true));
    }

    #[test]
    fn reference_trigger_and_reason_are_enough() {
        let least = ReportLine {
            reference: "1".into(),
            trigger: "arrest".into(),
            reason: "Diefstal".into(),
            ..ReportLine::default()
        };
        let told = read(&least).unwrap();
        assert!(told.details.is_empty() && told.gender.is_none() && told.municipality.is_none());
        for (field, line) in [
            (LineField::Reference, ReportLine { reference: " ".into(), ..detention() }),
            (LineField::Trigger, ReportLine { trigger: String::new(), ..detention() }),
            (LineField::Reason, ReportLine { reason: String::new(), ..detention() }),
        ] {
            broken(&line, field, LineRule::Required);
        }
    }

    #[test]
    fn a_reference_is_a_file_number_and_says_nothing_about_a_person() {
        let with = |reference: &str| ReportLine { reference: reference.into(), ..detention() };
        for wrong in ["Noor Voorbeeld", "-1", "n\u{f8}or", "a,b"] {
            broken(&with(wrong), LineField::Reference, LineRule::Pattern);
        }
        for number in ["999900006", "x-999900006/2"] {
            broken(&with(number), LineField::Reference, LineRule::Personal);
        }
        broken(&with(&"1".repeat(65)), LineField::Reference, LineRule::MaxLength);
        assert!(read(&with(&"7".repeat(64))).is_ok());
    }

    #[test]
    fn the_other_rules_are_told_by_their_field() {
        let line = detention;
        for (field, rule, wrong) in [
            (
                LineField::Organisation,
                LineRule::UnknownCode,
                ReportLine { organisation: "politie".into(), ..line() },
            ),
            (LineField::Trigger, LineRule::UnknownCode, ReportLine { trigger: "bij".into(), ..line() }),
            (LineField::Trigger, LineRule::UnknownCode, ReportLine { trigger: "Detentie".into(), ..line() }),
            (LineField::Bsn, LineRule::Bsn, ReportLine { bsn: "123456789".into(), ..line() }),
            (LineField::BirthDate, LineRule::Date, ReportLine { birth_date: "28-02-1990".into(), ..line() }),
            (LineField::Gender, LineRule::UnknownCode, ReportLine { gender: "m".into(), ..line() }),
            (
                LineField::Municipality,
                LineRule::UnknownCode,
                ReportLine { municipality: "rotterdam".into(), ..line() },
            ),
            (
                LineField::ReleaseDate,
                LineRule::Date,
                ReportLine { release_date: "2027-02-30".into(), ..line() },
            ),
            (
                LineField::ReleaseDate,
                LineRule::DetentionOnly,
                ReportLine { trigger: "arrest".into(), ..line() },
            ),
            (
                LineField::SubjectInformed,
                LineRule::Boolean,
                ReportLine { subject_informed: "ja".into(), ..line() },
            ),
            (LineField::Reason, LineRule::MaxLength, ReportLine { reason: "x".repeat(8001), ..line() }),
            (LineField::Surname, LineRule::Encoding, ReportLine { surname: "No\u{fffd}l".into(), ..line() }),
            (LineField::Line, LineRule::Unreadable, ReportLine { line: 7, ..ReportLine::default() }),
        ] {
            broken(&wrong, field, rule);
        }
    }

    #[test]
    fn lists_that_say_the_same_have_the_same_content() {
        let numbered_anew = ReportLine { line: 8, surname: "Voorbeeld".into(), ..detention() };
        assert_eq!(content(&[detention()]), content(&[numbered_anew]));
        let moved = ReportLine { prefix: "Noor".into(), given_names: String::new(), ..detention() };
        assert_ne!(content(&[detention()]), content(&[moved]));
    }
}
