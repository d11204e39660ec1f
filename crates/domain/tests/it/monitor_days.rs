//! HANDBOOK §8: once a day the House checks everyone now with ZSM against its own cases.

use schakel_domain::lines::LISTED_BROKEN_LINES;
use schakel_domain::monitor_day::*;

use crate::fixtures::{TODAY, case_id, day};
use crate::scene::{Decides, given_monitor_day};

fn list(number: u8) -> ListFingerprint {
    ListFingerprint([number; 32])
}

fn broken(line: u32) -> BrokenLine {
    BrokenLine { line, field: LineField::Bsn, rule: LineRule::Bsn }
}

/// Four persons: one in two cases, one in one of those, two in none; and a line that cannot be read.
fn check() -> CheckSuspects {
    CheckSuspects {
        on: day(TODAY),
        list: list(1),
        found: vec![vec![case_id(2), case_id(1)], vec![], vec![case_id(1)], vec![]],
        broken: vec![broken(3)],
    }
}

pub fn checked() -> Event {
    Event::SuspectsChecked {
        on: day(TODAY),
        list: list(1),
        persons: 4,
        hits: 2,
        newly_hit: vec![case_id(1), case_id(2)],
        broken: 1,
        broken_lines: vec![broken(3)],
    }
}

#[test]
fn a_check_counts_persons_and_hits_and_names_each_case_once() {
    let state = given_monitor_day([]).when(check()).then([checked()]);
    assert_eq!(state.hit().collect::<Vec<_>>(), [case_id(1), case_id(2)]);
    assert!(state.has_checked(list(1)) && !state.has_checked(list(2)));
}

#[test]
fn the_same_list_again_doubles_nothing() {
    let state = given_monitor_day([checked()]).when(check()).then([]);
    assert_eq!(state, MonitorDay::replay([checked()]));
}

#[test]
fn a_later_list_of_the_day_adds_only_the_cases_that_it_hits_first() {
    let mut later = check();
    later.list = list(2);
    later.found.push(vec![case_id(3)]);
    let state = given_monitor_day([checked()]).when(later).accepted();
    assert_eq!(state.runs[1].newly_hit, [case_id(3)]);
    assert_eq!((state.runs[1].persons, state.runs[1].hits), (5, 3));
    assert_eq!(state.hit().collect::<Vec<_>>(), [case_id(1), case_id(2), case_id(3)]);
}

#[test]
fn a_day_with_nobody_at_zsm_is_recorded_too() {
    let nobody = CheckSuspects { on: day(TODAY), list: list(0), found: vec![], broken: vec![] };
    let state = given_monitor_day([]).when(nobody).accepted();
    assert_eq!((state.runs[0].persons, state.runs[0].hits, state.runs[0].broken), (0, 0, 0));
}

#[test]
fn all_broken_lines_are_counted_and_the_first_thousand_listed() {
    let many = CheckSuspects { broken: (1..=1200).map(broken).collect(), ..check() };
    let state = given_monitor_day([]).when(many).accepted();
    let run = &state.runs[0];
    assert_eq!((run.broken, run.broken_lines.len()), (1200, LISTED_BROKEN_LINES));
    assert_eq!(run.broken_lines.last(), Some(&broken(1000)));
}

#[test]
fn a_fingerprint_is_64_hexadecimal_digits() {
    let text = String::from(list(0xa7));
    assert_eq!(text, "a7".repeat(32));
    assert_eq!(ListFingerprint::try_from(text.clone()), Ok(list(0xa7)));
    for wrong in [String::new(), text[1..].to_owned(), text.to_uppercase(), "é".repeat(32), "+7".repeat(32)]
    {
        assert_eq!(ListFingerprint::try_from(wrong), Err(ListFingerprintError));
    }
    assert_eq!(format!("{:?}", list(1)), "ListFingerprint(…)");
}
