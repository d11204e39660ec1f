//! A clock that stands on a day, and moves when it is told to.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use schakel::assembly::RealSurroundings;
use schakel_application::Surroundings;
use uuid::Uuid;

/// In office hours, in any season.
const NINE: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).unwrap();

/// The clock of a House. Identities are real: nothing that is drawn depends on them.
pub struct Clock {
    day: Mutex<NaiveDate>,
    asked: AtomicI64,
}

impl Clock {
    /// A clock that stands on this day.
    pub fn on(day: NaiveDate) -> Self {
        Self { day: Mutex::new(day), asked: AtomicI64::new(0) }
    }

    /// Sets it to another day.
    pub fn set(&self, day: NaiveDate) {
        *self.day.lock().unwrap_or_else(PoisonError::into_inner) = day;
    }
}

impl Surroundings for Clock {
    /// A moment later each time it is asked.
    fn now(&self) -> DateTime<Utc> {
        let day = *self.day.lock().unwrap_or_else(PoisonError::into_inner);
        let later = TimeDelta::microseconds(self.asked.fetch_add(1, Ordering::Relaxed));
        day.and_time(NINE).and_utc() + later
    }

    fn new_id(&self) -> Uuid {
        RealSurroundings.new_id()
    }
}
