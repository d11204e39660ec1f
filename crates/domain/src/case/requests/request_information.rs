//! Asking a partner.

use chrono::NaiveDate;

use crate::case::{Case, Event, InformationRequest, Refusal, RequestState};
use crate::personal::Personal;
use crate::region::OrganisationCode;
use crate::{Account, Context, InformationRequestId, Text};

/// Asks a partner that may know the person, before the briefing (HANDBOOK §3). Whoever is asked is
/// involved as far as that request goes (§9).
#[derive(Clone, Debug)]
pub struct RequestInformation {
    /// Identity within the case, new.
    pub request: InformationRequestId,
    /// Which partner.
    pub organisation: OrganisationCode,
    /// Who there.
    pub account: Option<Account>,
    /// What is asked.
    pub question: Text,
    /// The last day for an answer, not in the past; the region's own term when left out.
    pub answer_by: Option<NaiveDate>,
}

impl RequestInformation {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { request, organisation, account, question, answer_by } = self;
        let file = case.open()?;
        let open = |known: &&InformationRequest| known.state == RequestState::Open;
        let mut open = file.requests.values().filter(open);
        if open.any(|known| known.organisation == organisation && known.account == account) {
            return Err(Refusal::AlreadyAsked);
        }
        let answer_by = answer_by.unwrap_or_else(|| context.region.answer_by(context.today));
        if answer_by < context.today {
            return Err(Refusal::AnswerDueInThePast);
        }
        let question = Personal::of_stream(question);
        Ok(vec![Event::InformationRequested { request, organisation, account, question, answer_by }])
    }
}
