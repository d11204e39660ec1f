//! Figures as lines, for whoever carries them on in a spreadsheet.

use std::fmt::Write;

use serde_json::Value;

use super::view::{FiguresMade, FiguresTable};

const HEADER: &str = "report,definition_version,from_date,until_date,reference_date,as_of_date,table,unit,row,row_label,\
                      part_of,share_of,area,area_label,value,permille,left_out";

/// One line for each figure, below a line of names.
pub(super) fn of_figures(answer: &Value) -> Option<Vec<u8>> {
    let made = serde_json::from_value::<FiguresMade>(answer.clone()).ok()?;
    let mut lines = String::from(HEADER);
    lines.push_str("\r\n");
    made.tables.iter().for_each(|table| add_table(&mut lines, &made, table));
    Some(lines.into_bytes())
}

fn add_table(lines: &mut String, made: &FiguresMade, table: &FiguresTable) {
    use schakel_domain::code::Code;
    for row in &table.rows {
        for (area, figure) in table.areas.iter().zip(&row.figures) {
            let number = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
            let cells = [
                made.report.clone(),
                made.definition.version.to_string(),
                made.from_date.to_string(),
                made.until_date.to_string(),
                made.reference_date.to_string(),
                made.as_of_date.to_string(),
                table.code.clone(),
                table.unit.value().code().to_owned(),
                row.code.clone(),
                row.label.clone(),
                row.part_of.clone().unwrap_or_default(),
                row.share_of.clone().unwrap_or_default(),
                area.code.clone(),
                area.label.clone(),
                number(figure.value),
                number(figure.permille.map(u64::from)),
                figure.left_out.to_string(),
            ];
            let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
            // Writing to a String cannot fail.
            let _ = write!(lines, "{}\r\n", cells.join(","));
        }
    }
}

/// As RFC 4180 says; a text that a spreadsheet would take for a formula is kept from being one.
fn quoted(cell: &str) -> String {
    let cell = match cell.starts_with(['=', '+', '-', '@']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}
