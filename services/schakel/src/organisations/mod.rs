//! Organisations, and who may act for them.

pub mod authorise_professional;
pub mod correct_organisation;
pub mod exit_organisation;
pub mod get_organisation;
pub mod list_organisations;
pub mod register_organisation;
pub mod review_authorisation;
pub mod withdraw_authorisation;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::organisation::{Command, Organisation};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "OrganisationService";

/// Executes a command on an organisation.
async fn on_organisation(
    app: &Application,
    call: &Call,
    action: Action,
    organisation: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Organisation>(app, call, action, organisation, command, Needs::default()).await
}
