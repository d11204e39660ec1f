//! The file of interventions that worked and failed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{Case, Event, Refusal, SmdIndication};
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Context, Text};

/// Something that was tried with a systematic offender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedIntervention {
    /// What.
    pub what: Personal<Text>,
    /// Whether it worked.
    pub worked: bool,
    /// Which organisation tried it.
    pub by: OrganisationCode,
    /// Since when, as far as it is known.
    pub from: Option<NaiveDate>,
    /// Until when, as far as it is known.
    pub until: Option<NaiveDate>,
}

/// Adds to the file of interventions that worked and failed, while a probation report is asked for: more must be known
/// about the systematic offender (HANDBOOK §4).
#[derive(Clone, Debug)]
pub struct RecordIntervention {
    /// What was tried.
    pub what: Text,
    /// Whether it worked.
    pub worked: bool,
    /// Which organisation tried it.
    pub by: OrganisationCode,
    /// Since when, as far as it is known.
    pub from: Option<NaiveDate>,
    /// Until when, as far as it is known.
    pub until: Option<NaiveDate>,
}

impl RecordIntervention {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let indicated = file.indication.map(|indication| indication.indication);
        if indicated != Some(SmdIndication::RequestProbationReport) {
            return Err(Refusal::NoProbationReportAskedFor);
        }
        if self.from.is_some_and(|from| self.until.is_some_and(|until| until < from)) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        if self.from.max(self.until).is_some_and(|last| last > context.today) {
            return Err(Refusal::TriedInTheFuture);
        }
        let Self { what, worked, by, from, until } = self;
        let what = Personal::of_stream(what);
        let intervention = TriedIntervention { what, worked, by, from, until };
        Ok(vec![Event::InterventionRecorded { intervention }])
    }
}
