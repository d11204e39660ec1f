//! Everything that can be asked and done about the requests of data subjects.

pub mod complete_request;
pub mod decide_request;
pub mod extend_request;
pub mod get_request;
pub mod list_requests;
pub mod record_controller_state;
pub mod register_request;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::subject_request::{Command, SubjectRequest};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "SubjectRequestService";

/// Executes a command on a request.
async fn on_request(
    app: &Application,
    call: &Call,
    action: Action,
    request: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<SubjectRequest>(app, call, action, request, command, Needs::default()).await
}
