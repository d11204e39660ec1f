//! What the House's own clock reminds of.

use schakel_domain::reminders::*;

use crate::fixtures::{TODAY, case_id, day};
use crate::scene::{Decides, given_reminders};

fn remind(until: &str) -> RemindOfOverdue {
    RemindOfOverdue { until: day(until), cases: vec![case_id(1), case_id(2)] }
}

pub fn became_overdue() -> Event {
    Event::WorkBecameOverdue { until: day(TODAY), cases: vec![case_id(1), case_id(2)] }
}

#[test]
fn each_day_is_reminded_of_once() {
    let state = given_reminders([]).when(remind(TODAY)).then([became_overdue()]);
    assert_eq!(state, Reminders::replay([became_overdue()]));
    given_reminders([became_overdue()]).when(remind(TODAY)).then([]);
    given_reminders([became_overdue()]).when(remind("2026-02-01")).then([]);
    given_reminders([]).when(RemindOfOverdue { cases: vec![], ..remind(TODAY) }).then([]);
    let later = given_reminders([became_overdue()]).when(remind("2026-02-05")).accepted();
    assert_eq!(later.until, Some(day("2026-02-05")), "and days that were missed are made up for");
}
