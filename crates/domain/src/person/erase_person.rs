//! The end of a person's data.

use crate::Context;
use crate::person::{ErasureGround, Event, Person, Refusal};

/// Ends the person's data: with the last case that refers to the person (DESIGN §2), or on a granted
/// request (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct ErasePerson {
    /// Why.
    pub ground: ErasureGround,
}

impl ErasePerson {
    pub(super) fn decide(self, person: &Person, context: &Context) -> Result<Vec<Event>, Refusal> {
        let known = person.registered()?;
        if self.ground == ErasureGround::NoCaseLeft {
            if context.cases_left {
                return Err(Refusal::CasesLeft);
            }
            // Whoever asks for restriction may need the data kept (GDPR art. 18).
            if known.restricted {
                return Err(Refusal::PersonRestricted);
            }
        }
        Ok(vec![Event::PersonErased { on: context.today, ground: self.ground }])
    }
}
