//! A line of a list that could not be read.

use serde::{Deserialize, Serialize};

use crate::code::codes;

/// Which line, where in it, and which rule it breaks; never what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenLine {
    /// The number of the line in the list.
    pub line: u32,
    /// Where.
    pub field: LineField,
    /// Which rule.
    pub rule: LineRule,
}

codes! {
    /// A place in a line of a list: of everyone now with ZSM, or of reports.
    pub enum LineField {
        /// The line as a whole.
        Line = "line",
        /// Citizen service number.
        Bsn = "bsn",
        /// Given names.
        GivenNames = "given_names",
        /// Tussenvoegsel.
        Prefix = "prefix",
        /// Surname.
        Surname = "surname",
        /// Date of birth.
        BirthDate = "birth_date",
        /// Year of birth.
        BirthYear = "birth_year",
        /// The sender's own reference to a report.
        Reference = "reference",
        /// The organisation from which the report comes.
        Organisation = "organisation",
        /// What set the report off.
        Trigger = "trigger",
        /// Gender.
        Gender = "gender",
        /// Municipality of residence.
        Municipality = "municipality",
        /// Why it is reported.
        Reason = "reason",
        /// The (provisional) day of release.
        ReleaseDate = "release_date",
        /// Whether the person was told of the report.
        SubjectInformed = "subject_informed",
    }
}

codes! {
    /// A rule for a line of a list.
    pub enum LineRule {
        /// Says something, with as many cells as the header.
        Unreadable = "unreadable",
        /// Is written in UTF-8.
        Encoding = "encoding",
        /// Must be there.
        Required = "required",
        /// Is nine digits that pass the eleven-test.
        Bsn = "bsn",
        /// Is a day that exists, as YYYY-MM-DD.
        Date = "date",
        /// Is a year of four digits.
        Year = "year",
        /// Does not lie in the future.
        NotInTheFuture = "not_in_the_future",
        /// Is not longer than a text can be.
        MaxLength = "max_length",
        /// Is one of the codes of its list.
        UnknownCode = "unknown_code",
        /// Is written as the contract shows.
        Pattern = "pattern",
        /// Says nothing about a person: holds no citizen service number.
        Personal = "personal",
        /// Stands in one line of the list alone.
        Repeated = "repeated",
        /// Is the same on every line: a list comes from one organisation.
        OneSender = "one_sender",
        /// Is for a detention report alone.
        DetentionOnly = "detention_only",
        /// Is `true` or `false`.
        Boolean = "boolean",
    }
}
