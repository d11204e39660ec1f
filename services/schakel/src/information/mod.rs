//! What partners are asked and share about a case, and who may have it.

mod view;

pub mod answer_information_request;
pub mod break_glass;
pub mod explain_information;
pub mod get_information;
pub mod list_involved_cases;
pub mod list_participant;
pub mod record_consent;
pub mod remove_participant;
pub mod request_information;
pub mod retract_information;
pub mod share_information;
pub mod withdraw_information_request;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{Case, Command};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "InformationService";

/// Executes a command on what is shared about a case.
async fn on_case(
    app: &Application,
    call: &Call,
    action: Action,
    case: Uuid,
    command: impl Into<Command>,
    needs: Needs,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Case>(app, call, action, case, command, needs).await
}
