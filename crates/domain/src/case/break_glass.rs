//! An emergency.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::case::{Case, Event, File, Refusal};
use crate::personal::Personal;
use crate::{Account, Context, Text};

/// For how long the glass is broken.
const HOURS: i64 = 3;

/// Opens one case in an emergency to somebody who is not involved, for three hours, with the reason; the
/// privacy officer hears of it at once.
#[derive(Clone, Debug)]
pub struct BreakGlass {
    /// Why.
    pub reason: Text,
}

/// Somebody for whom the glass was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenGlass {
    /// Who.
    pub account: Account,
    /// Until this moment.
    pub until: DateTime<Utc>,
}

impl BrokenGlass {
    /// Whether the case is still open by it: at its last moment it is over.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.until
    }
}

impl BreakGlass {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.in_use()?;
        if file.glass_is_broken(&context.actor, context.now) {
            return Err(Refusal::GlassIsBroken);
        }
        Ok(vec![Event::GlassBroken {
            account: context.actor.clone(),
            reason: Personal::of_stream(self.reason),
            until: context.now + TimeDelta::hours(HOURS),
        }])
    }
}

impl File {
    /// Whether the case is open to this account by an emergency.
    pub fn glass_is_broken(&self, account: &Account, now: DateTime<Utc>) -> bool {
        self.broken_glass.iter().any(|broken| broken.account == *account && broken.is_open(now))
    }
}
