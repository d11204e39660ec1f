//! The five life areas through which aftercare works (HANDBOOK §4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::case::{AgreementState, Case, Event, Refusal};
use crate::code::codes;
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Context, Text};

codes! {
    /// A life area of aftercare.
    pub enum AftercareArea {
        /// Identity papers.
        IdentityPapers = "identity_papers",
        /// Housing.
        Housing = "housing",
        /// Income and work.
        IncomeAndWork = "income_and_work",
        /// Debts.
        Debts = "debts",
        /// Care.
        Care = "care",
    }
}

/// How a life area stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AreaState {
    /// No bottleneck.
    Clear,
    /// A bottleneck, and what is done about it.
    Bottleneck {
        /// What.
        action: Personal<Text>,
        /// By whom.
        owner: OrganisationCode,
        /// Where that stands.
        state: AgreementState,
    },
}

/// The life areas that were gone through, each as it stands.
pub type LifeAreas = BTreeMap<AftercareArea, AreaState>;

/// Records how life areas stand, at a table that works through them; those that are left out stay as they were.
#[derive(Clone, Debug)]
pub struct RecordLifeAreas {
    /// How they stand.
    pub areas: LifeAreas,
}

impl RecordLifeAreas {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let appointment = file.phase.appointment().ok_or(Refusal::NotScheduled)?;
        let kind = context.region.meeting_type(&appointment.meeting_type);
        if !kind.is_some_and(|kind| kind.life_areas) {
            return Err(Refusal::NotThroughLifeAreas);
        }
        if self.areas.is_empty() {
            return Err(Refusal::LifeAreasMissing);
        }
        Ok(vec![Event::LifeAreasRecorded { areas: self.areas }])
    }
}
