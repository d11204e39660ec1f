//! Covenants: on which grounds what may be shared with whom.

mod annex;

pub mod admit_partner;
pub mod adopt_covenant;
pub mod amend_annex;
pub mod end_covenant;
pub mod end_signature;
pub mod get_covenant;
pub mod list_covenants;
pub mod renew_covenant;
pub mod sign_covenant;
pub mod withdraw_annex;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::covenant::{Command, Covenant};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "CovenantService";

/// Executes a command on a covenant.
async fn on_covenant(
    app: &Application,
    call: &Call,
    action: Action,
    covenant: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Covenant>(app, call, action, covenant, command, Needs::default()).await
}
