//! How long a case's data is kept, who may use it, and its end (HANDBOOK §9, NORMS §7).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{ErasureGround, File, Phase};
use crate::region::Region;

/// What can be laid upon a case in any phase, and taken off again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The lookup does not find the case.
    pub hidden: bool,
    /// Nobody uses the case's data (NORMS §7).
    pub restricted: bool,
    /// Nothing of the case is erased (NORMS §7).
    pub legal_hold: bool,
}

/// The data of a closed case (HANDBOOK §9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClosedData {
    /// Kept, for the term of the meeting type or until a later day.
    Kept {
        /// The day to which its term was extended.
        extended_until: Option<NaiveDate>,
    },
    /// Erased for good.
    Erased(Erasure),
}

/// The end of a case's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The day.
    pub on: NaiveDate,
    /// On what ground.
    pub ground: ErasureGround,
    /// How many keys were destroyed, once that is proven.
    pub keys_destroyed: Option<u32>,
}

impl File {
    /// The day until which a closed case is kept: the term of the meeting whose agenda it was last on,
    /// counted from closing, or the day to which it was extended (HANDBOOK §9, NORMS §7). None while it
    /// is not closed, and when it was erased.
    pub fn retained_until(&self, region: &Region) -> Option<NaiveDate> {
        match &self.phase {
            Phase::Closed { on, meeting_type, data: ClosedData::Kept { extended_until }, .. } => {
                Some(extended_until.unwrap_or_else(|| region.retention_end(*on, meeting_type.as_ref())))
            }
            _ => None,
        }
    }

    /// Whether nobody uses the case's data (NORMS §7); what is left after erasure is nobody's.
    pub fn is_restricted(&self) -> bool {
        self.marks.restricted && self.erasure().is_none()
    }

    /// The end of the case's data, if it came.
    pub fn erasure(&self) -> Option<&Erasure> {
        match &self.phase {
            Phase::Closed { data: ClosedData::Erased(erasure), .. } => Some(erasure),
            _ => None,
        }
    }

    pub(super) fn change_data(&mut self, change: impl FnOnce(&mut ClosedData)) {
        if let Phase::Closed { data, .. } = &mut self.phase {
            change(data);
        }
    }
}
