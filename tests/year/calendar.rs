//! The House's calendar: about two hundred meetings in a year, planned three weeks ahead.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::json;

use crate::actors::support;
use crate::books::Meeting;
use crate::life::{Life, directors};
use crate::region::TOP60_OF;

/// How far ahead the calendar is full.
const WEEKS_AHEAD: u64 = 3;

/// What a week has, by day: kind, table, and in which weeks of every four.
const WEEK: &[(Weekday, &str, Option<&str>, &[u64])] = &[
    (Weekday::Mon, "aftercare", Some("midden_holland"), &[0, 2]),
    (Weekday::Tue, "briefing", None, &[0, 1, 2, 3]),
    (Weekday::Wed, "aftercare", Some("holland_rijnland"), &[0, 1, 2, 3]),
    (Weekday::Thu, "focus", None, &[0, 1, 2, 3]),
    (Weekday::Fri, "top60", None, &[0]),
];

impl Life {
    /// Every Monday one more week is planned; on the first day, all that are ahead.
    pub async fn plan_calendar(&mut self) {
        if self.today.weekday() != Weekday::Mon {
            return;
        }
        let from = if self.today == self.first { 0 } else { WEEKS_AHEAD };
        for week in from..=WEEKS_AHEAD {
            self.plan_week(self.today + Days::new(7 * week)).await;
        }
    }

    async fn plan_week(&mut self, monday: NaiveDate) {
        let week = (monday - self.first).num_weeks().unsigned_abs();
        for (weekday, kind, subregion, weeks) in WEEK {
            if !weeks.contains(&(week % 4)) {
                continue;
            }
            let date = monday + Days::new(weekday.num_days_from_monday().into());
            let director = usize::from(week % 2 == 1);
            let mut input =
                json!({"meetingType": kind, "meetingDate": date, "chair": directors()[director].card()});
            if *kind == "top60" {
                input["municipality"] = TOP60_OF.into();
            }
            if let Some(subregion) = subregion {
                input["subregion"] = (*subregion).into();
            }
            let id = self.done(&support(), "PlanMeeting", input).await.id();
            self.books.meetings.push(Meeting { id, kind, subregion: *subregion, date, director });
            self.books.count("meetings planned");
        }
    }
}
