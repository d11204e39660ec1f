//! Withdrawing a request.

use crate::case::{Case, Event, Refusal};
use crate::{Context, InformationRequestId};

/// Withdraws a request: no answer is needed any more, and its addressee is involved no more.
#[derive(Clone, Debug)]
pub struct WithdrawInformationRequest {
    /// Which request.
    pub request: InformationRequestId,
}

impl WithdrawInformationRequest {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        case.open_request(self.request)?;
        Ok(vec![Event::InformationRequestWithdrawn { request: self.request }])
    }
}
