//! Judge the results.

use schakel_access::Action;
use schakel_application::{Application, Error, Involved, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::JudgeResults`].
pub struct JudgeResults;

/// Judge the results.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JudgeResultsRequest {
    case_id: Uuid,
    /// Procedures were departed from, or a breakthrough was forced.
    procedure_breakthrough: bool,
    /// All parties cooperate.
    all_parties_cooperate: bool,
    /// Progress was made.
    progress_made: bool,
    /// It was made manageable.
    made_manageable: bool,
    /// The holder can go on where they were stuck.
    holder_can_proceed: bool,
}

impl Operation for JudgeResults {
    type Input = JudgeResultsRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::JudgeResults,
        "/v1/cases/{caseId}/result-judgements",
        "Judge the results",
        "By the case holder alone; a case cannot be closed before.",
        || json!({"procedureBreakthrough": false, "allPartiesCooperate": true, "progressMade": true, "madeManageable": true, "holderCanProceed": true}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: JudgeResultsRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let results = case::Results {
            procedure_breakthrough: input.procedure_breakthrough,
            all_parties_cooperate: input.all_parties_cooperate,
            progress_made: input.progress_made,
            made_manageable: input.made_manageable,
            holder_can_proceed: input.holder_can_proceed,
        };
        let command = case::JudgeResults { results };
        let needs = Needs { involved: Some(Involved::Somehow), ..Needs::default() };
        on_case(app, &call, Action::JudgeResults, input.case_id, command, needs).await
    }
}
