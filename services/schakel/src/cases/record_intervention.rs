//! What was tried with a systematic offender before.

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
use crate::parts::{FreeText, Organisation};
use crate::wire::Receipt;

/// See [`case::RecordIntervention`].
pub struct RecordIntervention;

/// Something that was tried, and whether it worked.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordInterventionRequest {
    case_id: Uuid,
    /// What was tried.
    what: FreeText,
    /// Whether it worked.
    worked: bool,
    /// Which organisation tried it; the caller's when left out.
    organisation: Option<Organisation>,
    /// Since when, as far as it is known.
    from_date: Option<NaiveDate>,
    /// Until when, as far as it is known.
    until_date: Option<NaiveDate>,
}

impl Operation for RecordIntervention {
    type Input = RecordInterventionRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordIntervention,
        "/v1/cases/{caseId}/interventions",
        "Record what was tried with a systematic offender",
        "Adds to the file of interventions that worked and failed, while a probation report is asked for. For whoever is \
         involved in the case, and for the House's staff.",
        || {
            json!({
                "what": "Supervision with electronic monitoring.", "worked": false,
                "organisation": "reclassering_nederland", "fromDate": "2025-03-01", "untilDate": "2025-09-01"
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordInterventionRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let own = || call.actor.organisation.clone();
        let command = case::RecordIntervention {
            what: input.what.0,
            worked: input.worked,
            by: input.organisation.map_or_else(own, |organisation| organisation.0),
            from: input.from_date,
            until: input.until_date,
        };
        let needs = Needs { involved: Some(Involved::ByCategory), ..Needs::default() };
        on_case(app, &call, Action::RecordIntervention, input.case_id, command, needs).await
    }
}
