//! Everything that can be asked and done about a case. To add an operation: a file like
//! [`give_feedback`], a message and an RPC in `cases.proto`, a line in `operations.rs`.

mod letters;
mod opened;
pub(crate) mod table_view;
pub(crate) mod view;

pub mod advise_mayor;
pub mod assess_linked_report;
pub mod close_after_weighing;
pub mod close_case;
pub mod close_without_plan;
pub mod complete_report;
pub mod decide_on_client;
pub mod erase_case;
pub mod escalate_case;
pub mod extend_direction;
pub mod extend_retention;
pub mod get_case;
pub mod get_invitation_letter;
pub mod get_minutes;
pub mod get_notification_letters;
pub mod give_feedback;
pub mod hide_case;
pub mod identify_subject;
pub mod indicate_systematic_offender;
pub mod judge_results;
pub mod lift_case_restriction;
pub mod lift_legal_hold;
pub mod link_report;
pub mod list_cases;
pub mod list_retention;
pub mod place_legal_hold;
pub mod put_back_on_agenda;
pub mod put_on_briefing;
pub mod record_attendance;
pub mod record_elsewhere_check;
pub mod record_escalation_outcome;
pub mod record_evaluation;
pub mod record_intervention;
pub mod record_letter_sent;
pub mod record_life_areas;
pub mod record_monitoring_contact;
pub mod replace_case_holder;
pub mod report_case;
pub mod restrict_case;
pub mod reveal_case;
pub mod schedule_case;
pub mod set_plan;
pub mod set_zsm_advice;
pub mod update_agreement;
pub mod weigh_case;
pub mod withdraw_zsm_advice;

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{Case, Command};
use uuid::Uuid;

use crate::doors::{Answer, Call};
use crate::orders;
use crate::wire::Receipt;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "CaseService";

/// Executes a command on a case.
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
