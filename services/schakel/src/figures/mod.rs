//! What the House achieves, in figures that explain themselves (HANDBOOK §10).

mod csv;
mod factsheet;
pub mod get_factsheet;
pub mod get_figures;
pub mod list_figures;
pub mod pages;
pub mod trace_figures;
mod view;

use chrono::NaiveDate;
use schakel_application::{Error, FiguresQuestion};
use schakel_figures::reports::{CostInputs, Period, Report};

/// The gRPC service and tag of these operations.
const SERVICE: &str = "FiguresService";

/// The report with this code.
fn report(code: &str) -> Result<Report, Error> {
    Report::ALL.into_iter().find(|report| report.code() == code).ok_or(Error::NotFound)
}

/// Everything of a period, as it is in the region today.
fn question(from: NaiveDate, until: NaiveDate) -> FiguresQuestion {
    FiguresQuestion {
        period: Period { from, until },
        reference_date: None,
        as_of: None,
        area: None,
        definition: None,
        publishable: false,
        inputs: CostInputs::default(),
    }
}
