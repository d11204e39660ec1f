//! Recording where an agreement stands.

use crate::case::{AgreementState, Case, Event, Refusal};
use crate::personal::Personal;
use crate::{AgreementId, Context, Text};

/// Records where an agreement of the plan in force stands (HANDBOOK §1, who does what).
#[derive(Clone, Debug)]
pub struct UpdateAgreement {
    /// Which agreement.
    pub agreement: AgreementId,
    /// Where it stands.
    pub state: AgreementState,
    /// Anything to add.
    pub note: Option<Text>,
}

impl UpdateAgreement {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.open()?.phase.direction().ok_or(Refusal::NoPlanInForce)?;
        if !direction.agreements.contains_key(&self.agreement) {
            return Err(Refusal::AgreementUnknown);
        }
        Ok(vec![Event::AgreementUpdated {
            agreement: self.agreement,
            state: self.state,
            note: self.note.map(Personal::of_stream),
        }])
    }
}
