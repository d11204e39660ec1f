//! The trajectories.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, TrajectoryList};
use schakel_domain::code::Code;
use schakel_domain::region;
use schakel_read_models::trajectories::{self, Filter, Row, Totals};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{HelpQuestion, Obstacle, TrajectoryKind, TrajectoryState};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{BudgetSourceCode, MunicipalityCode, Organisation};

/// Asks for the trajectories.
pub struct ListTrajectories;

/// Which trajectories; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListTrajectoriesRequest {
    /// In any of these states.
    #[serde(default)]
    #[schema(max_items = 4)]
    state: Vec<TrajectoryState>,
    /// Started in this year.
    #[schema(minimum = 1900, maximum = 9999)]
    start_year: Option<u32>,
    /// Paid from this budget.
    budget_source: Option<BudgetSourceCode>,
    /// Of this provider.
    provider: Option<Organisation>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the trajectories, the latest start first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryPage {
    trajectories: Vec<TrajectoryRow>,
    totals: TrajectoryTotals,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What all that were asked for come to, on whatever page; amounts are in euro cents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryTotals {
    /// How many.
    trajectories: u64,
    /// All that was spent.
    spent_cents: u64,
    /// All that came back.
    repaid_cents: u64,
}

/// One trajectory, without the case that it belongs to; amounts are in euro cents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryRow {
    id: Uuid,
    version: u64,
    kind: TrajectoryKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<Obstacle>,
    provider: Organisation,
    budget_source: BudgetSourceCode,
    help_questions: Vec<HelpQuestion>,
    municipality: MunicipalityCode,
    start_date: NaiveDate,
    state: TrajectoryState,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<NaiveDate>,
    /// How many conversations there were in prison.
    conversations: u32,
    spent_cents: u64,
    repaid_cents: u64,
}

impl Operation for ListTrajectories {
    type Input = ListTrajectoriesRequest;
    type Output = TrajectoryPage;
    const SPEC: Spec = Spec {
        action: Action::ListTrajectories,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/trajectories",
        service: SERVICE,
        summary: "The trajectories",
        description: "The latest start first, with what all that were asked for come to. No name and no case is in it. \
                      Carry the position of a command to see at least what it did.",
        example: || json!({"state": ["running"], "startYear": 2026, "budgetSource": "aftercare_grant", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListTrajectoriesRequest,
    ) -> Result<Answer<TrajectoryPage>, Error> {
        let after = paging::cursor::<trajectories::Key>("cursor", input.cursor.clone())?;
        let limit = paging::limit(input.limit);
        let filter = input.filter();
        let list = app.trajectories(&call.actor, call.at_least, &filter, after.as_ref(), limit).await?;
        Ok(Answer::of(TrajectoryPage::from(list)))
    }
}

impl ListTrajectoriesRequest {
    fn filter(self) -> Filter {
        Filter {
            states: self.state.iter().map(|state| state.value().code().to_owned()).collect(),
            start_year: self.start_year.map(u32::cast_signed),
            budget_source: self.budget_source.map(|code| code.0.to_string()),
            provider: self.provider.map(|code| code.0.to_string()),
        }
    }
}

impl From<TrajectoryList> for TrajectoryPage {
    fn from(list: TrajectoryList) -> Self {
        Self {
            trajectories: list.page.items.into_iter().map(TrajectoryRow::from).collect(),
            totals: list.totals.into(),
            next_cursor: paging::next(list.page.next),
        }
    }
}

impl From<Totals> for TrajectoryTotals {
    fn from(totals: Totals) -> Self {
        Self {
            trajectories: totals.trajectories,
            spent_cents: totals.spent.get(),
            repaid_cents: totals.repaid.get(),
        }
    }
}

impl From<Row> for TrajectoryRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.trajectory_id,
            version: row.version.cast_unsigned(),
            kind: row.kind.into(),
            obstacle: row.obstacle.map(Into::into),
            provider: Organisation(region::OrganisationCode::new(row.provider)),
            budget_source: BudgetSourceCode(region::BudgetSourceCode::new(row.budget_source)),
            help_questions: row.help_questions.into_iter().map(Into::into).collect(),
            municipality: MunicipalityCode(region::MunicipalityCode::new(row.municipality)),
            start_date: row.started_on,
            state: row.state.into(),
            end_date: row.ended_on,
            conversations: row.conversations.cast_unsigned(),
            spent_cents: row.spent.get(),
            repaid_cents: row.repaid.get(),
        }
    }
}

fn example_answer() -> Value {
    json!({
        "trajectories": [{
            "id": "0190c3a2-0000-7000-8000-000000000015", "version": 4, "kind": "guidance", "provider": "exodus",
            "budgetSource": "aftercare_grant", "helpQuestions": ["housing", "debts"], "municipality": "gouda",
            "startDate": "2026-11-23", "state": "running", "conversations": 1, "spentCents": 125_050,
            "repaidCents": 5_000
        }],
        "totals": {"trajectories": 1, "spentCents": 125_050, "repaidCents": 5_000}
    })
}
