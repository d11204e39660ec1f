//! A day of the suspects monitor.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::monitor_day::{BrokenLine, Run};
use schakel_domain::{Category, MonitorDayId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{LineField, LineRule};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};

/// Asks for one day of the suspects monitor.
pub struct GetMonitorDay;

/// Which day.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMonitorDayRequest {
    /// The id in the receipt of a run.
    monitor_day_id: Uuid,
}

/// A day of the suspects monitor.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitorDayView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    /// The lists that were checked, the first one first.
    runs: Vec<MonitorRun>,
}

/// One list that was checked.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitorRun {
    run_date: NaiveDate,
    at: DateTime<Utc>,
    /// How many of its lines were looked up.
    persons: u32,
    /// How many of those were found in an active case.
    hits: u32,
    /// The cases that no earlier run of the day had hit.
    newly_hit_case_ids: Vec<Uuid>,
    /// How many lines could not be read.
    broken: u32,
    /// The first thousand of those.
    broken_lines: Vec<BrokenLineView>,
}

/// A line that could not be read; never what stands there.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokenLineView {
    /// Its number.
    line: u32,
    /// Where.
    field: LineField,
    /// Which rule it breaks.
    rule: LineRule,
}

impl Operation for GetMonitorDay {
    type Input = GetMonitorDayRequest;
    type Output = MonitorDayView;
    const SPEC: Spec = Spec {
        action: Action::GetMonitorDay,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/suspects-monitor-days/{monitorDayId}",
        service: SERVICE,
        summary: "A day of the suspects monitor",
        description: "Its runs: counts, the cases that were hit, and the lines that could not be read. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetMonitorDayRequest,
    ) -> Result<Answer<MonitorDayView>, Error> {
        let mut file = app.monitor_day(MonitorDayId(input.monitor_day_id)).await?;
        if !call.actor.is_cleared_for(Action::GetMonitorDay) {
            let hit: Vec<_> = file.day.hit().map(|case| case.0).collect();
            let hidden = app.shielded(&hit).await?;
            file.day.runs.iter_mut().for_each(|run| run.newly_hit.retain(|case| !hidden.contains(&case.0)));
        }
        let hit: Vec<_> = file.day.hit().collect();
        let runs: Vec<_> = file.day.runs.into_iter().zip(file.at).map(MonitorRun::of).collect();
        let version = runs.len() as u64;
        let view = MonitorDayView { id: input.monitor_day_id, version, runs };
        let answer = Answer::of(view).at_version(version);
        Ok(hit
            .into_iter()
            .fold(answer, |answer, case| answer.about(DataSubject::Case(case), &[Category::Justice])))
    }
}

impl MonitorRun {
    fn of((run, at): (Run, DateTime<Utc>)) -> Self {
        Self {
            run_date: run.on,
            at,
            persons: run.persons,
            hits: run.hits,
            newly_hit_case_ids: run.newly_hit.into_iter().map(|case| case.0).collect(),
            broken: run.broken,
            broken_lines: run.broken_lines.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<BrokenLine> for BrokenLineView {
    fn from(broken: BrokenLine) -> Self {
        Self { line: broken.line, field: broken.field.into(), rule: broken.rule.into() }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "5b0f2f0e-6d1c-9a4e-8c55-0d6a3f1e7b20", "version": 1,
        "runs": [{
            "runDate": "2026-11-25", "at": "2026-11-25T06:30:00Z", "persons": 2140, "hits": 3,
            "newlyHitCaseIds": ["0190c3a2-0000-7000-8000-000000000001"],
            "broken": 1, "brokenLines": [{"line": 17, "field": "bsn", "rule": "bsn"}]
        }]
    })
}
