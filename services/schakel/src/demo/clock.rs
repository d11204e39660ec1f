//! A clock that can be set, so that the demo's cases have a past.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Days, NaiveDate, Utc};
use schakel_application::Surroundings;
use uuid::Uuid;

/// Stands on the day that it was set to; identities are real.
pub struct SetClock {
    real: Arc<dyn Surroundings>,
    days_ago: Mutex<u64>,
}

impl SetClock {
    /// A clock that stands on today.
    pub fn new(real: Arc<dyn Surroundings>) -> Self {
        Self { real, days_ago: Mutex::new(0) }
    }

    /// Sets it so many days back from today.
    pub fn set_days_ago(&self, days: u64) {
        *self.days_ago.lock().unwrap_or_else(PoisonError::into_inner) = days;
    }
}

impl SetClock {
    /// Sets it to this day, as far as that has passed.
    pub fn set_day(&self, day: NaiveDate) {
        let ago = (self.real.now().date_naive() - day).num_days();
        self.set_days_ago(u64::try_from(ago).unwrap_or(0));
    }
}

impl Surroundings for SetClock {
    fn now(&self) -> DateTime<Utc> {
        let days = *self.days_ago.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.real.now();
        now.checked_sub_days(Days::new(days)).unwrap_or(now)
    }

    fn new_id(&self) -> Uuid {
        self.real.new_id()
    }
}
