//! What partners are asked and share about a case, and who may have it.

mod view;

pub mod accept_referral;
pub mod answer_information_request;
pub mod break_glass;
pub mod complete_referral;
pub mod explain_information;
pub mod get_information;
pub mod list_emergency_accesses;
pub mod list_involved_cases;
pub mod list_organisation_cases;
pub mod list_participant;
pub mod offer_referral;
pub mod record_consent;
pub mod reject_referral;
pub mod remove_participant;
pub mod request_information;
pub mod retract_information;
pub mod revoke_referral;
pub mod share_information;
pub mod withdraw_information_request;

use schakel_access::Action;
use schakel_application::{Application, Error, Involved, Needs, Shared};
use schakel_domain::CaseId;
use schakel_domain::case::{Case, Command};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "InformationService";

/// The answer with who hears of it at once, when a broken glass alone lets it out.
pub fn noted<T>(answer: Answer<T>, case: CaseId, shared: &Shared) -> Answer<T> {
    if !shared.by_broken_glass() {
        return answer;
    }
    let alarmed = shared.alarmed.iter().map(|officer| (officer.clone(), case));
    answer.because("broken_glass").telling(alarmed.collect())
}

/// Executes a command on what is shared about a case.
async fn on_case(
    app: &Application,
    call: &Call,
    action: Action,
    case: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Case>(app, call, action, case, command, Needs::default()).await
}

/// The same for whoever is involved: others hear of no such case. The House writes down what partners say.
async fn on_case_of_involved(
    app: &Application,
    call: &Call,
    action: Action,
    case: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    let needs = Needs { involved: Some(Involved::Somehow), ..Needs::default() };
    orders::execute::<Case>(app, call, action, case, command, needs).await
}
