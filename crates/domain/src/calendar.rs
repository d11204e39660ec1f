//! Calendar rules.

use chrono::{Days, Months, NaiveDate};

/// The same day so many calendar months later; a date that does not exist falls on the last day of
/// that month (HANDBOOK §5).
pub fn months_after(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// So many days later.
pub fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The day before.
pub fn day_before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap_or(NaiveDate::MIN)
    }

    #[test]
    fn a_date_that_does_not_exist_falls_on_the_last_day_of_that_month() {
        assert_eq!(months_after(date("2026-01-31"), 1), date("2026-02-28"));
        assert_eq!(months_after(date("2028-01-31"), 1), date("2028-02-29"));
        assert_eq!(months_after(date("2026-08-31"), 6), date("2027-02-28"));
        assert_eq!(months_after(date("2026-03-31"), 3), date("2026-06-30"));
    }

    #[test]
    fn a_date_that_exists_keeps_its_day() {
        assert_eq!(months_after(date("2026-02-28"), 1), date("2026-03-28"));
        assert_eq!(months_after(date("2026-11-30"), 3), date("2027-02-28"));
        assert_eq!(days_after(date("2026-12-28"), 7), date("2027-01-04"));
    }
}
