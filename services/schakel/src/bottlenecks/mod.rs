//! What no single case can solve, put before the steering group (HANDBOOK §7).

pub mod add_case_to_bottleneck;
pub mod drop_bottleneck;
pub mod get_bottleneck;
pub mod list_bottlenecks;
pub mod put_before_steering_group;
pub mod raise_bottleneck;
pub mod settle_bottleneck;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::bottleneck::{Bottleneck, Command};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "BottleneckService";

/// Executes a command on a bottleneck.
async fn on_bottleneck(
    app: &Application,
    call: &Call,
    action: Action,
    bottleneck: Uuid,
    command: impl Into<Command>,
    needs: Needs,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Bottleneck>(app, call, action, bottleneck, command, needs).await
}
