//! How much one account may look up, and when its questions look like trying numbers out.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use metrics::counter;

/// What one account may ask.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Lookups in a minute.
    pub lookups_per_minute: NonZeroU32,
    /// So many different people within ten minutes, four in five of them not known, look like trying
    /// numbers out.
    pub enumeration_alarm: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self { lookups_per_minute: number(300), enumeration_alarm: number(50) }
    }
}

/// How long the questions of one account are looked at together.
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// From so many accounts on, windows that have passed are forgotten.
const MANY: usize = 1_000;

/// Watches all accounts.
pub(crate) struct Watch {
    limits: Limits,
    limiter: DefaultKeyedRateLimiter<String>,
    windows: Mutex<HashMap<String, Window>>,
}

/// What one account asked in a while.
struct Window {
    began: DateTime<Utc>,
    asked: HashSet<[u8; 16]>,
    missed: usize,
    alarmed: bool,
}

/// An account's questions look like trying numbers out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alarm {
    /// How many different people it asked about.
    pub asked: usize,
    /// How many of them are not known.
    pub missed: usize,
}

/// Counts alarms.
pub(crate) fn suspected(alarms: u64) {
    counter!("lookup_enumeration_suspected_total").increment(alarms);
}

impl Watch {
    pub fn new(limits: Limits) -> Self {
        // What first appears at one has not increased, for whoever watches it.
        suspected(0);
        let limiter = RateLimiter::keyed(Quota::per_minute(limits.lookups_per_minute));
        Self { limits, limiter, windows: Mutex::default() }
    }

    /// Counts a question; `Err` is how long to wait before the next is answered.
    pub fn count(&self, account: &str) -> Result<(), Duration> {
        if self.limiter.len() > MANY {
            self.limiter.retain_recent();
        }
        let passed = self.limiter.check_key(&account.to_owned());
        passed.map_err(|too_soon| too_soon.wait_time_from(DefaultClock::default().now()))
    }

    /// Notes whom an account asked about; answers with an alarm once in a window.
    pub fn note(&self, account: &str, subject: [u8; 16], known: bool, now: DateTime<Utc>) -> Option<Alarm> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() > MANY {
            windows.retain(|_, window| !window.has_passed(now));
        }
        let window = windows.entry(account.to_owned()).or_insert_with(|| Window::at(now));
        if window.has_passed(now) {
            *window = Window::at(now);
        }
        window.note(subject, known, self.limits.enumeration_alarm.get() as usize)
    }
}

impl Window {
    fn at(began: DateTime<Utc>) -> Self {
        Self { began, asked: HashSet::new(), missed: 0, alarmed: false }
    }

    fn has_passed(&self, now: DateTime<Utc>) -> bool {
        now - self.began >= WINDOW
    }

    /// Asking again about the same person is no trying out. After the alarm nothing more is kept.
    fn note(&mut self, subject: [u8; 16], known: bool, many: usize) -> Option<Alarm> {
        if self.alarmed || !self.asked.insert(subject) {
            return None;
        }
        self.missed += usize::from(!known);
        self.alarmed = self.asked.len() >= many && self.missed * 5 >= self.asked.len() * 4;
        self.alarmed.then_some(Alarm { asked: self.asked.len(), missed: self.missed })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn watch(enumeration_alarm: u32) -> Watch {
        let number = |number| NonZeroU32::new(number).unwrap();
        Watch::new(Limits { lookups_per_minute: number(3), enumeration_alarm: number(enumeration_alarm) })
    }

    fn subject(number: u8) -> [u8; 16] {
        [number; 16]
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn one_account_asks_so_much_in_a_minute_and_others_are_not_held_up() {
        let watch = watch(50);
        assert!((0..3).all(|_| watch.count("one").is_ok()));
        let wait = watch.count("one").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(20), "{wait:?}");
        assert!(watch.count("another").is_ok());
    }

    #[test]
    fn many_different_people_who_are_not_known_look_like_trying_out() {
        let watch = watch(10);
        let alarms: Vec<_> =
            (0..20).filter_map(|number| watch.note("one", subject(number), number < 2, at(1))).collect();
        assert_eq!(alarms, [Alarm { asked: 10, missed: 8 }], "once in a window");
    }

    #[test]
    fn the_same_person_again_known_people_and_few_in_a_window_do_not() {
        let quiet = |note: &dyn Fn(&Watch, u8) -> Option<Alarm>| {
            let watch = watch(10);
            assert!((0..100).all(|number| note(&watch, number).is_none()));
        };
        quiet(&|watch, _| watch.note("one", subject(1), false, at(1)));
        quiet(&|watch, number| watch.note("one", subject(number), number % 4 == 0, at(1)));
        quiet(&|watch, number| watch.note("one", subject(number), false, at(i64::from(number) * 2)));
        quiet(&|watch, number| watch.note(&format!("account {number}"), subject(number), false, at(1)));
    }

    #[test]
    fn the_next_window_can_alarm_again() {
        let watch = watch(3);
        let alarm = |minute| (0..3).any(|n| watch.note("one", subject(n), false, at(minute)).is_some());
        assert!(alarm(0) && !alarm(9) && alarm(10));
    }
}
