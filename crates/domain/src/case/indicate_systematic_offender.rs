//! The indication of a systematic offender.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Context;
use crate::calendar::months_after;
use crate::case::{Case, Event, Refusal, SmdIndication};

/// How many irrevocable convictions in five years make a systematic offender at least (HANDBOOK §4).
const CONVICTIONS: u32 = 3;

/// For how many months at most one works towards placement in an institution for systematic offenders (HANDBOOK §4).
const ISD_MONTHS: u32 = 24;

/// The indication that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indication {
    /// The day on which it was made.
    pub on: NaiveDate,
    /// What.
    pub indication: SmdIndication,
    /// The day on which it is reviewed.
    pub review_on: NaiveDate,
    /// The day on which it ends, if it does so of itself.
    pub until: Option<NaiveDate>,
}

/// Indicates what is done about a systematic offender, in the session on them; again at each re-indication (HANDBOOK §4).
/// What makes somebody one is checked, and not kept.
#[derive(Clone, Copy, Debug)]
pub struct IndicateSystematicOffender {
    /// What is indicated.
    pub indication: SmdIndication,
    /// Whether the person is suspected of a crime for which pre-trial detention is allowed.
    pub detention_allowed: bool,
    /// Irrevocable convictions for crimes in the five years before, each to a custodial or restrictive sanction or
    /// measure or to community service, and executed.
    pub convictions: u32,
    /// The day on which it is reviewed.
    pub review_on: NaiveDate,
    /// The day on which work towards placement ends; of that indication alone.
    pub until: Option<NaiveDate>,
}

impl IndicateSystematicOffender {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let appointment = file.phase.appointment().ok_or(Refusal::NotScheduled)?;
        let kind = context.region.meeting_type(&appointment.meeting_type);
        if !kind.is_some_and(|kind| kind.indicates_systematic_offenders) {
            return Err(Refusal::NotIndicatedHere);
        }
        if !self.detention_allowed || self.convictions < CONVICTIONS {
            return Err(Refusal::NotASystematicOffender);
        }
        if self.review_on <= context.today {
            return Err(Refusal::ReviewInThePast);
        }
        self.ends_in_time(context.today)?;
        let Self { indication, review_on, until, .. } = self;
        Ok(vec![Event::SystematicOffenderIndicated { on: context.today, indication, review_on, until }])
    }

    /// Work towards placement is for two years at most; no other indication ends of itself (HANDBOOK §4).
    fn ends_in_time(&self, today: NaiveDate) -> Result<(), Refusal> {
        match (self.indication, self.until) {
            (SmdIndication::Isd, None) => Err(Refusal::TermMissing),
            (SmdIndication::Isd, Some(until)) if until <= today => Err(Refusal::TermInThePast),
            (SmdIndication::Isd, Some(until)) if until > months_after(today, ISD_MONTHS) => {
                Err(Refusal::TermTooLong)
            }
            (SmdIndication::Isd, Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => Err(Refusal::TermNotExpected),
        }
    }
}
