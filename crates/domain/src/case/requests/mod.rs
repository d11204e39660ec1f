//! Information requests: what the House asks partners before a briefing (HANDBOOK §3).

mod answer_information_request;
mod request_information;
mod withdraw_information_request;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use answer_information_request::AnswerInformationRequest;
pub use request_information::RequestInformation;
pub use withdraw_information_request::WithdrawInformationRequest;

use crate::Text;
use crate::case::{Case, Refusal};
use crate::code::codes;
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Account, InformationRequestId};

codes! {
    /// Where an information request stands.
    pub enum RequestState {
        /// The partner has yet to answer.
        Open = "open",
        /// Answered: the person is known there.
        Known = "known",
        /// Answered: the person is not known there.
        Unknown = "unknown",
        /// No answer is needed any more.
        Withdrawn = "withdrawn",
    }
}

/// An information request (informatie-uitvraag).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InformationRequest {
    /// Identity within the case.
    pub id: InformationRequestId,
    /// Which partner is asked.
    pub organisation: OrganisationCode,
    /// Who there; anybody of its contacts when left out.
    pub account: Option<Account>,
    /// What is asked.
    pub question: Personal<Text>,
    /// The last day for an answer.
    pub answer_by: NaiveDate,
    /// Where it stands.
    pub state: RequestState,
    /// What was answered beside the items that were shared.
    pub note: Option<Personal<Text>>,
}

impl InformationRequest {
    /// Whether it was sent to this account: to it by name, or to its organisation as a whole.
    pub fn is_to(&self, account: &Account, organisation: &OrganisationCode) -> bool {
        self.organisation == *organisation && self.account.as_ref().is_none_or(|to| to == account)
    }
}

impl Case {
    fn open_request(&self, id: InformationRequestId) -> Result<&InformationRequest, Refusal> {
        let request = self.open()?.requests.get(&id).ok_or(Refusal::RequestUnknown)?;
        match request.state {
            RequestState::Open => Ok(request),
            _ => Err(Refusal::RequestNotOpen),
        }
    }
}
