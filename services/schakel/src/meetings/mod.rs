//! Everything that can be asked and done about a meeting.

pub mod appoint_chair;
pub mod cancel_meeting;
pub mod get_meeting;
pub mod hold_meeting;
pub mod list_agenda_items;
pub mod list_meetings;
pub mod move_meeting;
pub mod plan_meeting;
pub mod sign_non_disclosure;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::meeting::{Command, Meeting};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "MeetingService";

/// Executes a command on a meeting.
async fn on_meeting(
    app: &Application,
    call: &Call,
    action: Action,
    meeting: Uuid,
    command: impl Into<Command>,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Meeting>(app, call, action, meeting, command, Needs::default()).await
}
