//! What every command does at the door, whichever aggregate it is for.

use cqrs_es::Aggregate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs, Order, Refused};
use schakel_domain::Context;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::doors::{Answer, Call, Kind, Spec};
use crate::wire::Receipt;

/// Executes a command on one stream and answers with its receipt.
///
/// # Errors
/// See [`Error`].
pub async fn execute<A>(
    app: &Application,
    call: &Call,
    action: Action,
    id: Uuid,
    command: impl Into<A::Command>,
    needs: Needs,
) -> Result<Answer<Receipt>, Error>
where
    A: Aggregate<Services = Context>,
    A::Command: Clone + Send + Sync,
    A::Error: Send,
    Refused: From<A::Error>,
{
    let receipt = app.execute::<A>(&order(call, action), id, command, needs).await?;
    Ok(Answer::receipt(receipt.id, receipt.version, receipt.place))
}

/// The declaration of a command on an existing resource.
pub const fn change(
    service: &'static str,
    action: Action,
    path: &'static str,
    summary: &'static str,
    description: &'static str,
    example: fn() -> Value,
) -> Spec {
    Spec {
        action,
        kind: Kind::Changes,
        method: Method::POST,
        path,
        service,
        summary,
        description,
        example,
        example_answer: example_receipt,
    }
}

/// A receipt as the documentation shows it.
pub fn example_receipt() -> Value {
    json!({"id": "0190c3a2-0000-7000-8000-000000000001", "version": 2, "position": "1.4711.42"})
}

/// The order that a call is.
pub fn order(call: &Call, action: Action) -> Order {
    Order {
        actor: call.actor.clone(),
        action,
        idempotency: call.idempotency.as_ref().map(|it| (it.key.clone(), it.request.clone())),
        expected_version: call.expected_version,
        correlation: call.trace.trace_id.clone(),
        purpose: call.purpose.clone(),
    }
}
