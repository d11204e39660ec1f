//! Recording where an agreement stands.

use crate::case::{AgreementState, Case, Event, Refusal};
use crate::personal::Personal;
use crate::{AgreementId, Context, Text};

/// Records where an agreement of the plan in force stands: by the case holder, or by the organisation
/// whose agreement it is (HANDBOOK §1, who does what).
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
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.open()?.phase.direction().ok_or(Refusal::NoPlanInForce)?;
        let mut agreements = direction.plan.agreements.iter();
        let agreement =
            agreements.find(|agreement| agreement.id == self.agreement).ok_or(Refusal::AgreementUnknown)?;
        let holds_the_case = direction.case_holder.account == context.actor;
        if !holds_the_case && agreement.organisation != context.organisation {
            return Err(Refusal::NotTheOwner);
        }
        Ok(vec![Event::AgreementUpdated {
            agreement: self.agreement,
            state: self.state,
            note: self.note.map(Personal::of_stream),
        }])
    }
}
