//! The overview of cases.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::code::Code;
use schakel_read_models::overview::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{CaseState, DecisionCode, Trigger};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{AccountId, MeetingTypeCode, MunicipalityCode, ProfessionalView};
use crate::wire::Coded;

/// Asks for the overview.
pub struct ListCases;

/// Which cases, in which order; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListCasesRequest {
    /// Any of these states.
    #[serde(default)]
    #[schema(max_items = 7)]
    state: Vec<CaseState>,
    /// Municipality of residence.
    municipality: Option<MunicipalityCode>,
    /// The kind of meeting whose agenda the case is or was last on.
    meeting_type: Option<MeetingTypeCode>,
    /// The case holder's account.
    case_holder: Option<AccountId>,
    /// The process director's account.
    process_director: Option<AccountId>,
    /// What set the report off.
    trigger: Option<Trigger>,
    /// Reported on this day or later.
    reported_from_date: Option<NaiveDate>,
    /// Reported on this day or earlier.
    reported_until_date: Option<NaiveDate>,
    /// Released on this day or later, by a detention report.
    release_from_date: Option<NaiveDate>,
    /// Released on this day or earlier.
    release_until_date: Option<NaiveDate>,
    /// In which order; the latest report first when left out.
    sort: Option<CaseOrder>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// An order by what never changes, so that pages neither skip nor repeat under writes.
pub type CaseOrder = Coded<Order>;

/// In which order cases are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Latest report first.
    Newest,
    /// Earliest report first.
    Oldest,
}

impl Code for Order {
    const NAME: &'static str = "CaseOrder";
    const ALL: &'static [Self] = &[Self::Newest, Self::Oldest];

    fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }
}

/// A page of the overview.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CasePage {
    cases: Vec<CaseRow>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One case in the overview; its subject is not named here.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseRow {
    id: Uuid,
    version: u64,
    state: CaseState,
    reported_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<Trigger>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<String>,
    /// The (provisional) day of release, of a detention report.
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionCode>,
    /// Whether the reporter has yet to hear of the decision.
    feedback_owed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<ProfessionalView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_holder: Option<ProfessionalView>,
    /// The day on which process direction ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_date: Option<NaiveDate>,
    /// When something last happened.
    changed_at: DateTime<Utc>,
}

impl Operation for ListCases {
    type Input = ListCasesRequest;
    type Output = CasePage;
    const SPEC: Spec = Spec {
        action: Action::ListCases,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases",
        service: SERVICE,
        summary: "Overview of cases",
        description: "Filtered and in pages that neither skip nor repeat under writes. Carry the position of a \
                      command to see at least what it did.",
        example: || json!({"state": ["planned", "monitored"], "municipality": "gouda", "limit": 20}),
        example_answer,
    };

    async fn run(app: &Application, call: Call, input: ListCasesRequest) -> Result<Answer<CasePage>, Error> {
        let after = paging::cursor::<overview::Key>("cursor", input.cursor.clone())?;
        let limit = paging::limit(input.limit);
        let sort = match input.sort.map(CaseOrder::value) {
            Some(Order::Oldest) => overview::Sort::Oldest,
            Some(Order::Newest) | None => overview::Sort::Newest,
        };
        let page =
            app.overview(&call.actor, call.at_least, &input.filter(), sort, after.as_ref(), limit).await?;
        let shown: Vec<_> = page.items.iter().map(|row| row.case).collect();
        let answer = Answer::of(CasePage {
            cases: page.items.into_iter().map(CaseRow::from).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(answer.about_cases(shown))
    }
}

impl ListCasesRequest {
    fn filter(self) -> Filter {
        Filter {
            states: self.state.iter().map(|state| state.value().code().to_owned()).collect(),
            municipality: self.municipality.map(|code| code.0.to_string()),
            meeting_type: self.meeting_type.map(|code| code.0.to_string()),
            case_holder: self.case_holder.map(|account| account.0),
            process_director: self.process_director.map(|account| account.0),
            trigger: self.trigger.map(|trigger| trigger.value().code().to_owned()),
            reported_from: self.reported_from_date,
            reported_until: self.reported_until_date,
            release_from: self.release_from_date,
            release_until: self.release_until_date,
        }
    }
}

impl From<Row> for CaseRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.case.0,
            version: row.version.cast_unsigned(),
            state: row.state.into(),
            reported_date: row.reported_on,
            trigger: row.trigger.map(Into::into),
            theme: row.theme,
            municipality: row.municipality,
            release_date: row.release_date,
            decision: row.decision.map(Into::into),
            feedback_owed: row.feedback_owed,
            meeting_type: row.meeting_type,
            meeting_id: row.meeting,
            process_director: row.process_director.as_ref().map(Into::into),
            case_holder: row.case_holder.as_ref().map(Into::into),
            end_date: row.ends_on,
            closed_date: row.closed_on,
            changed_at: row.changed_at,
        }
    }
}

fn example_answer() -> Value {
    json!({
        "cases": [{
            "id": "0190c3a2-0000-7000-8000-000000000001", "version": 6, "state": "planned",
            "reportedDate": "2026-11-23", "trigger": "arrest", "municipality": "gouda",
            "decision": "schedule_focus", "feedbackOwed": false, "meetingType": "focus",
            "endDate": "2027-05-23", "changedAt": "2026-11-23T09:30:00Z"
        }],
        "nextCursor": "WyIyMDI2LTExLTIzIiwiMDE5MGMzYTIiXQ"
    })
}
