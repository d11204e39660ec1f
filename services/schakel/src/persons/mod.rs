//! Everything that can be asked and done about a person's identity.

pub mod correct_person;
pub mod end_relation;
mod export_page;
pub mod export_person;
pub mod get_person;
pub mod lift_person_restriction;
pub mod merge_persons;
pub mod record_relation;
pub mod register_person;
pub mod restrict_person;
pub mod search_persons;
pub mod undo_merge;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::PersonId;
use schakel_domain::person::{Command, Person};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "PersonService";

/// Executes a command on a person.
async fn on_person(
    app: &Application,
    call: &Call,
    action: Action,
    person: Uuid,
    command: impl Into<Command>,
    needs: Needs,
) -> Result<Answer<Receipt>, Error> {
    orders::execute::<Person>(app, call, action, person, command, needs).await
}

/// What a command needs that names another person.
fn naming(other: Uuid) -> Needs {
    Needs { other_person: Some(PersonId(other)), ..Needs::default() }
}
