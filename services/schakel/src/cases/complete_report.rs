//! Completing a report.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::report_case::{SubjectInput, bsns_of};
use super::{SERVICE, on_case};
use crate::codes::Trigger;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{MunicipalityCode, ThemeCode, without};
use crate::wire::Receipt;

/// See [`case::CompleteReport`].
pub struct CompleteReport;

/// What was not known at first; what is left out stays as it was.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteReportRequest {
    case_id: Uuid,
    /// What set it off.
    trigger: Option<Trigger>,
    /// The theme of a current concern.
    theme: Option<ThemeCode>,
    /// Municipality of residence.
    municipality: Option<MunicipalityCode>,
    /// About whom; replaces whom it was about, as long as nobody was identified.
    subject: Option<SubjectInput>,
    /// Whether the person was told of the report.
    subject_informed: Option<bool>,
    /// With a detention report: the (provisional) day of release.
    release_date: Option<NaiveDate>,
}

impl Operation for CompleteReport {
    type Input = CompleteReportRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CompleteReport,
        "/v1/cases/{caseId}/report-completions",
        "Complete a report",
        "Adds what was not known at first. Trigger and municipality must be there before weighing, and the \
         theme of a current concern.",
        || json!({"trigger": "current_concern", "theme": "nuisance", "municipality": "leiden"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CompleteReportRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let mut mistakes = Vec::new();
        let subject = input.subject.map(|subject| subject.read(app, &mut mistakes));
        without(mistakes)?;
        let needs = Needs { cases_of: bsns_of(subject.as_ref()), ..Needs::default() };
        let command = case::CompleteReport {
            trigger: input.trigger.map(Trigger::value),
            theme: input.theme.map(|theme| theme.0),
            municipality: input.municipality.map(|municipality| municipality.0),
            subject,
            subject_informed: input.subject_informed,
            release_date: input.release_date,
        };
        on_case(app, &call, Action::CompleteReport, input.case_id, command, needs).await
    }
}
