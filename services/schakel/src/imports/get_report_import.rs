//! What an organisation reported by file on a day.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::report_import::{MadeReport, Run};
use schakel_domain::{Category, ReportImportId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::Organisation;
use crate::suspects::get_monitor_day::BrokenLineView;

/// Asks for what an organisation reported by file on a day.
pub struct GetReportImport;

/// Which organisation and day.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetReportImportRequest {
    /// The id in the receipt of a list.
    report_import_id: Uuid,
}

/// What an organisation reported by file on a day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportImportView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    /// From which organisation the reports come.
    organisation: Organisation,
    /// The lists that were brought in, the first one first.
    runs: Vec<ImportRun>,
}

/// One list that was brought in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportRun {
    run_date: NaiveDate,
    at: DateTime<Utc>,
    /// How many lines it had.
    lines: u32,
    /// The lines that became a case.
    made: Vec<ImportedCase>,
    /// How many lines were reported before, under the same reference.
    known_before: u32,
    /// How many lines could not be read.
    broken: u32,
    /// The first thousand of those.
    broken_lines: Vec<BrokenLineView>,
}

/// A line that became a case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportedCase {
    /// The number of the line.
    line: u32,
    case_id: Uuid,
}

impl Operation for GetReportImport {
    type Input = GetReportImportRequest;
    type Output = ReportImportView;
    const SPEC: Spec = Spec {
        action: Action::GetReportImport,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/report-imports/{reportImportId}",
        service: SERVICE,
        summary: "What came of the reports of a day",
        description: "Per list: counts, the cases that were made, and the lines that could not be read. For the \
                      House, and for the organisation from which the reports come. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetReportImportRequest,
    ) -> Result<Answer<ReportImportView>, Error> {
        let id = ReportImportId(input.report_import_id);
        let mut file = app.report_import(&call.actor, id).await?;
        if !call.actor.is_cleared_for(Action::GetReportImport) {
            let made: Vec<_> = file.import.made().map(|case| case.0).collect();
            let hidden = app.shielded(&made).await?;
            file.import.runs.iter_mut().for_each(|run| run.forget(|case| hidden.contains(&case.0)));
        }
        let organisation = file.import.organisation().cloned().ok_or(Error::NotFound)?;
        let made: Vec<_> = file.import.made().collect();
        let runs: Vec<_> = file.import.runs.into_iter().zip(file.at).map(ImportRun::of).collect();
        let version = runs.len() as u64;
        let organisation = Organisation(organisation);
        let view = ReportImportView { id: input.report_import_id, version, organisation, runs };
        let answer = Answer::of(view).at_version(version).on_record(None, true);
        Ok(made
            .into_iter()
            .fold(answer, |answer, case| answer.about(DataSubject::Case(case), &[Category::Justice])))
    }
}

impl ImportRun {
    fn of((run, at): (Run, DateTime<Utc>)) -> Self {
        Self {
            run_date: run.on,
            at,
            lines: run.lines,
            made: run.made.into_iter().map(ImportedCase::of).collect(),
            known_before: run.known_before,
            broken: run.broken,
            broken_lines: run.broken_lines.into_iter().map(Into::into).collect(),
        }
    }
}

impl ImportedCase {
    fn of(made: MadeReport) -> Self {
        Self { line: made.line, case_id: made.case.0 }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "5b0f2f0e-6d1c-9a4e-8c55-0d6a3f1e7b20", "version": 1, "organisation": "dji",
        "runs": [{
            "runDate": "2026-11-25", "at": "2026-11-25T06:30:00Z", "lines": 214,
            "made": [{"line": 2, "caseId": "0190c3a2-0000-7000-8000-000000000001"}],
            "knownBefore": 212,
            "broken": 1, "brokenLines": [{"line": 17, "field": "reason", "rule": "required"}]
        }]
    })
}
