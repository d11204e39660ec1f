//! Advising the mayor on a person who returns or goes on leave.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::{Case, Event, Refusal, Trigger};
use crate::personal::Personal;
use crate::region::MunicipalityCode;
use crate::{Context, Text};

/// Records the advice to the mayor on a BIJ report: the mandated contact of the municipality of residence
/// gives it (HANDBOOK §2), and the House writes it down for them, and for people from outside the region.
#[derive(Clone, Debug)]
pub struct AdviseMayor {
    /// The advice.
    pub advice: Text,
    /// The day on which it was decided; today when left out.
    pub on: Option<NaiveDate>,
}

/// What the mayor was advised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MayorAdvice {
    /// The day.
    pub on: NaiveDate,
    /// Of which municipality.
    pub municipality: MunicipalityCode,
    /// The advice.
    pub advice: Personal<Text>,
}

impl AdviseMayor {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if file.report.trigger != Some(Trigger::Bij) {
            return Err(Refusal::NoBijReport);
        }
        if file.mayor_advice.is_some() {
            return Err(Refusal::MayorAlreadyAdvised);
        }
        let municipality = file.report.municipality.clone().ok_or(Refusal::MunicipalityMissing)?;
        if !context.is_the_house() && context.bij_mandate.as_ref() != Some(&municipality) {
            return Err(Refusal::NotMandated);
        }
        let on = self.on.unwrap_or(context.today);
        if on > context.today {
            return Err(Refusal::AdviceInTheFuture);
        }
        let advice = MayorAdvice { on, municipality, advice: Personal::of_stream(self.advice) };
        Ok(vec![Event::MayorAdvised { advice }])
    }
}
