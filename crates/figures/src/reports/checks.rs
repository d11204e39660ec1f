//! Totals that must agree: a difference is shown with its cause, never smoothed away (HANDBOOK §10).

use schakel_domain::region::Label;

use crate::areas::label;
use crate::sheet::Sheet;

/// Two figures that should be the same, or differ by what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Identifier.
    pub code: String,
    /// What is compared.
    pub label: Label,
    /// The one figure.
    pub one: u64,
    /// The other.
    pub other: u64,
    /// What the difference consists of: what makes the one more, as a positive number.
    pub causes: Vec<Cause>,
}

/// A part of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Identifier.
    pub code: String,
    /// In words.
    pub label: Label,
    /// How much of the difference it is.
    pub difference: i64,
}

impl Check {
    /// Two figures with nothing that would explain a difference.
    pub fn equal(code: &str, label: Label, one: u64, other: u64) -> Self {
        Self { code: code.to_owned(), label, one, other, causes: Vec::new() }
    }

    /// With something that explains a difference, if it does.
    #[must_use]
    pub fn because(mut self, code: &str, label: Label, difference: i64) -> Self {
        if difference != 0 {
            self.causes.push(Cause { code: code.to_owned(), label, difference });
        }
        self
    }

    /// By how much the one is more than the other.
    pub fn difference(&self) -> i64 {
        self.one.cast_signed() - self.other.cast_signed()
    }

    /// Whether they are the same.
    pub fn agrees(&self) -> bool {
        self.one == self.other
    }

    /// Whether the difference is what its causes say.
    pub fn is_explained(&self) -> bool {
        self.difference() == self.causes.iter().map(|cause| cause.difference).sum::<i64>()
    }
}

/// The rows of each table add up to their whole, in this area.
pub(super) fn of_sums(sheets: &[Sheet], area: usize) -> Vec<Check> {
    sheets.iter().flat_map(|sheet| sums_of(sheet, area)).collect()
}

fn sums_of(sheet: &Sheet, area: usize) -> Vec<Check> {
    let parts_of =
        |whole: usize| sheet.rows.iter().enumerate().filter(move |(_, row)| row.part_of == Some(whole));
    let has_parts = |whole: &usize| parts_of(*whole).next().is_some();
    (0..sheet.rows.len())
        .filter(has_parts)
        .map(|whole| {
            let parts: u64 = parts_of(whole).map(|(row, _)| sheet.cell(row, area).value).sum();
            let head = &sheet.rows[whole];
            let label = label(
                &format!("{}: som van de delen en {}", sheet.label.nl, head.label.nl.to_lowercase()),
                &format!("{}: the sum of the parts and {}", sheet.label.en, head.label.en.to_lowercase()),
            );
            Check::equal(
                &format!("{}_{}", sheet.code, head.code),
                label,
                parts,
                sheet.cell(whole, area).value,
            )
        })
        .collect()
}
