//! Figures as they stand on the wire.

use chrono::NaiveDate;
use schakel_application::FiguresAnswer;
use schakel_figures::disclosure::Protected;
use schakel_figures::reports::{Check, Definition};
use schakel_figures::sheet::{Head, Sheet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::FiguresUnit;
use crate::doors::Language;

/// How a report is defined.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresDefinition {
    pub version: u32,
    /// What is counted, when, and by what.
    pub counted: String,
    pub left_out: String,
}

/// An area for which figures are made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresArea {
    pub code: String,
    pub label: String,
    /// The area that it is part of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part_of: Option<String>,
}

/// A report that was made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresMade {
    pub report: String,
    pub label: String,
    pub definition: FiguresDefinition,
    pub from_date: NaiveDate,
    pub until_date: NaiveDate,
    pub reference_date: NaiveDate,
    pub as_of_date: NaiveDate,
    /// Figures about fewer than this are left out, and others with which they could be computed; absent when nothing
    /// is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub few: Option<u64>,
    pub tables: Vec<FiguresTable>,
    /// What must agree, for the area that was asked for.
    pub checks: Vec<FiguresCheck>,
}

/// A table.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresTable {
    pub code: String,
    pub label: String,
    pub unit: FiguresUnit,
    /// The columns.
    pub areas: Vec<FiguresArea>,
    pub rows: Vec<FiguresRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresRow {
    pub code: String,
    pub label: String,
    /// The row to which it adds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part_of: Option<String>,
    /// The row of which it is a share, without adding to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub share_of: Option<String>,
    /// One for each column.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Absent when it is left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<u64>,
    /// Its share in tenths of a percent; parts of one whole add up to 1000.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub permille: Option<u32>,
    /// It is left out: it is about few, or those could be computed with it.
    pub left_out: bool,
}

/// Two figures that should be the same, or differ by what is known.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresCheck {
    pub code: String,
    pub label: String,
    /// Whether they are the same.
    pub agrees: bool,
    /// Whether the difference is what its causes say.
    pub explained: bool,
    /// Told to whoever sees every figure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub one: Option<u64>,
    /// Told to whoever sees every figure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub other: Option<u64>,
    /// Told to whoever sees every figure.
    pub causes: Vec<FiguresCause>,
}

/// A part of a difference.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresCause {
    pub code: String,
    pub label: String,
    /// By how much it makes the one figure more than the other.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub more: Option<u64>,
    /// By how much it makes the one figure less than the other.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub less: Option<u64>,
}

impl FiguresDefinition {
    pub(super) fn of(definition: &Definition, language: Language) -> Self {
        Self {
            version: definition.version,
            counted: language.of(&definition.counted).to_owned(),
            left_out: language.of(&definition.left_out).to_owned(),
        }
    }
}

impl FiguresArea {
    /// The area at this place.
    pub(super) fn of(heads: &[Head], at: usize, language: Language) -> Self {
        Self {
            code: heads[at].code.clone(),
            label: language.of(&heads[at].label).to_owned(),
            part_of: heads[at].part_of.map(|whole| heads[whole].code.clone()),
        }
    }
}

impl FiguresMade {
    /// The report for the area that was asked for; with a breakdown, also for what is part of it.
    pub(super) fn of(answer: &FiguresAnswer, breakdown: bool, language: Language) -> Self {
        let columns = if breakdown { answer.areas.len() } else { 1 };
        let areas = &answer.areas[..columns.min(answer.areas.len())];
        let figures = &answer.figures;
        let tables = figures.sheets.iter().zip(&answer.told);
        let tells_all = answer.few.is_none();
        Self {
            report: figures.report.code().to_owned(),
            label: language.of(&figures.report.label()).to_owned(),
            definition: FiguresDefinition::of(&figures.definition, language),
            from_date: answer.period.from,
            until_date: answer.period.until,
            reference_date: answer.reference_date,
            as_of_date: answer.as_of,
            few: answer.few,
            tables: tables.map(|(sheet, told)| FiguresTable::of(sheet, told, areas, language)).collect(),
            checks: figures.checks.iter().map(|check| FiguresCheck::of(check, tells_all, language)).collect(),
        }
    }

    /// One of its tables.
    pub(super) fn table(&self, code: &str) -> Option<&FiguresTable> {
        self.tables.iter().find(|table| table.code == code)
    }
}

impl FiguresTable {
    fn of(sheet: &Sheet, told: &Protected, areas: &[usize], language: Language) -> Self {
        let shares: Vec<_> = areas.iter().map(|area| sheet.permille(*area)).collect();
        let row = |(row, head): (usize, &Head)| {
            let whole = head.part_of.or(head.share_of);
            let figure = |(column, area): (usize, &usize)| {
                let cell = told.cell(row, *area);
                // A share tells what it is a share of.
                let whole_is_told =
                    whole.is_none_or(|whole| told.cell(sheet.whole_of(whole), *area).is_some());
                let permille = shares[column][row].filter(|_| cell.is_some() && whole_is_told);
                Figure {
                    value: cell.map(|cell| cell.value),
                    permille: permille.and_then(|permille| u32::try_from(permille).ok()),
                    left_out: cell.is_none(),
                }
            };
            FiguresRow {
                code: head.code.clone(),
                label: language.of(&head.label).to_owned(),
                part_of: head.part_of.map(|whole| sheet.rows[whole].code.clone()),
                share_of: head.share_of.map(|whole| sheet.rows[whole].code.clone()),
                figures: areas.iter().enumerate().map(figure).collect(),
            }
        };
        Self {
            code: sheet.code.clone(),
            label: language.of(&sheet.label).to_owned(),
            unit: sheet.unit.into(),
            areas: areas.iter().map(|at| FiguresArea::of(&sheet.areas, *at, language)).collect(),
            rows: sheet.rows.iter().enumerate().map(row).collect(),
        }
    }

    /// The figure of a row in the first column.
    pub(super) fn value(&self, row: &str) -> Option<u64> {
        self.rows.iter().find(|it| it.code == row)?.figures.first()?.value
    }
}

impl FiguresCheck {
    /// Its figures may be about few, so they are told with all others or not at all.
    fn of(check: &Check, tells_all: bool, language: Language) -> Self {
        let cause = |cause: &schakel_figures::reports::Cause| FiguresCause {
            code: cause.code.clone(),
            label: language.of(&cause.label).to_owned(),
            more: u64::try_from(cause.difference).ok().filter(|more| *more > 0),
            less: (cause.difference < 0).then(|| cause.difference.unsigned_abs()),
        };
        Self {
            code: check.code.clone(),
            label: language.of(&check.label).to_owned(),
            agrees: check.agrees(),
            explained: check.is_explained(),
            one: tells_all.then_some(check.one),
            other: tells_all.then_some(check.other),
            causes: if tells_all { check.causes.iter().map(cause).collect() } else { Vec::new() },
        }
    }
}
