//! Keep a closed case longer.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{Account, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{AccountId, FreeText};
use crate::wire::Receipt;

/// See [`case::ExtendRetention`].
pub struct ExtendRetention;

/// Keep a closed case longer.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtendRetentionRequest {
    case_id: Uuid,
    /// The new end, later than the present one.
    new_end_date: NaiveDate,
    /// Why.
    reason: FreeText,
    /// Who decided so.
    decider: AccountId,
}

impl Operation for ExtendRetention {
    type Input = ExtendRetentionRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ExtendRetention,
        "/v1/cases/{caseId}/retention-extensions",
        "Keep a closed case longer",
        "Only with a reason, a decider and an end later than the present one.",
        || json!({"newEndDate": "2040-01-01", "reason": "An evaluation of the approach is under way.", "decider": "manager-1"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ExtendRetentionRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::ExtendRetention {
            until: input.new_end_date,
            reason: input.reason.0,
            decider: Account(input.decider.0),
        };
        let needs = Needs { terms: true, ..Needs::default() };
        on_case(app, &call, Action::ExtendRetention, input.case_id, command, needs).await
    }
}
