//! HANDBOOK §2: detention reports and arrests that come by file.

use schakel_domain::lines::*;
use schakel_domain::report_import::*;

use crate::fixtures::{TODAY, case_id, day, organisation};
use crate::scene::{Decides, given_import};

fn list(number: u8) -> ListFingerprint {
    ListFingerprint([number; 32])
}

fn broken(line: u32) -> BrokenLine {
    BrokenLine { line, field: LineField::Reference, rule: LineRule::Required }
}

fn imported(line: u32, known_before: bool) -> Imported {
    Imported { line, case: case_id(line.into()), known_before }
}

/// Three lines that could be read, one of them known, and one that could not.
fn import() -> ImportReports {
    ImportReports {
        on: day(TODAY),
        organisation: organisation("dji"),
        list: list(1),
        imported: vec![imported(5, false), imported(3, true), imported(2, false)],
        broken: vec![broken(4)],
    }
}

pub fn reports_imported() -> Event {
    let made = |line: u32| MadeReport { line, case: case_id(line.into()) };
    Event::ReportsImported {
        on: day(TODAY),
        organisation: organisation("dji"),
        list: list(1),
        lines: 4,
        made: vec![made(2), made(5)],
        known_before: 1,
        broken: 1,
        broken_lines: vec![broken(4)],
    }
}

#[test]
fn a_list_is_recorded_with_its_counts_and_the_cases_that_were_made_in_their_order() {
    let state = given_import([]).when(import()).then([reports_imported()]);
    assert_eq!(state.organisation(), Some(&organisation("dji")));
    assert_eq!(state.made().collect::<Vec<_>>(), [case_id(2), case_id(5)]);
}

#[test]
fn the_same_list_again_doubles_nothing() {
    let state = given_import([reports_imported()]).when(import()).then([]);
    assert_eq!(state, ReportImport::replay([reports_imported()]));
}

#[test]
fn a_later_list_of_the_day_is_another_run() {
    let later =
        ImportReports { list: list(2), imported: vec![imported(2, true)], broken: vec![], ..import() };
    let state = given_import([reports_imported()]).when(later).accepted();
    let run = &state.runs[1];
    assert_eq!((run.lines, run.made.len(), run.known_before, run.broken), (1, 0, 1, 0));
}

#[test]
fn a_list_without_a_case_is_as_if_its_line_had_not_been_there() {
    let mut run = given_import([]).when(import()).accepted().runs.remove(0);
    run.forget(|case| case == case_id(2));
    assert_eq!((run.lines, run.made.len(), run.made[0].line), (3, 1, 5));
}

#[test]
fn all_broken_lines_are_counted_and_the_first_thousand_listed() {
    let many = ImportReports { imported: vec![], broken: (1..=1200).map(broken).collect(), ..import() };
    let run = given_import([]).when(many).accepted().runs.remove(0);
    assert_eq!((run.lines, run.broken, run.broken_lines.len()), (1200, 1200, LISTED_BROKEN_LINES));
    assert_eq!(run.broken_lines.last(), Some(&broken(1000)));
}
