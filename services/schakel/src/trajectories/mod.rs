//! What the House pays from its own budget for somebody (HANDBOOK §6).

pub mod end_trajectory;
pub mod get_trajectory;
pub mod list_trajectories;
pub mod record_conversation;
pub mod record_cost;
pub mod record_repayment;
pub mod start_trajectory;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::trajectory::{Command, Trajectory};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "TrajectoryService";

/// Executes a command on a trajectory.
async fn on_trajectory(
    app: &Application,
    call: &Call,
    action: Action,
    trajectory: Uuid,
    command: impl Into<Command>,
    needs: Needs,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Trajectory>(app, call, action, trajectory, command, needs).await
}
