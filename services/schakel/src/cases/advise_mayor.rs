//! Advising the mayor on a BIJ report.

use chrono::NaiveDate;
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
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::AdviseMayor`].
pub struct AdviseMayor;

/// What the mayor was advised.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdviseMayorRequest {
    case_id: Uuid,
    /// The advice.
    advice: FreeText,
    /// The day on which it was decided; today when left out.
    decided_date: Option<NaiveDate>,
}

impl Operation for AdviseMayor {
    type Input = AdviseMayorRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AdviseMayor,
        "/v1/cases/{caseId}/mayor-advices",
        "Record the advice to the mayor on a BIJ report",
        "By the contact whom the municipality of residence mandated for BIJ notices, or by the House on its \
         behalf; for people from outside the region by the House.",
        || json!({"advice": "Guided return, after a talk with the neighbours."}),
    );

    async fn run(app: &Application, call: Call, input: AdviseMayorRequest) -> Result<Answer<Receipt>, Error> {
        let command = case::AdviseMayor { advice: input.advice.0, on: input.decided_date };
        let involved = Some(Involved::ByCategory);
        let needs = Needs { involved, bij_mandate: true, ..Needs::default() };
        on_case(app, &call, Action::AdviseMayor, input.case_id, command, needs).await
    }
}
