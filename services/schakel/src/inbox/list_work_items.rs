//! The worklist.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use http::Method;
use schakel_access::{Action, Role};
use schakel_application::{Application, Error, FieldError};
use schakel_domain::CaseId;
use schakel_domain::code::Code;
use schakel_domain::region as domain;
use schakel_read_models::worklist::{self, Filter, Item, Part};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes::{MonitoringMoment, WorkKind};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{AccountId, MunicipalityCode};

/// Asks for the worklist.
pub struct ListWorkItems;

/// Which work; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListWorkItemsRequest {
    /// Any of these kinds.
    #[serde(default)]
    #[schema(max_items = 50)]
    kind: Vec<WorkKind>,
    /// Of cases that this account directs.
    process_director: Option<AccountId>,
    /// Due on this day or earlier; today's date gives what is due and overdue.
    due_until_date: Option<NaiveDate>,
    /// Only what is overdue; with `false`, only what is not.
    overdue: Option<bool>,
    /// Of residents of this municipality; for the House's staff.
    municipality: Option<MunicipalityCode>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the worklist, the most overdue first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkItemPage {
    work_items: Vec<WorkItem>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One thing to do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkItem {
    case_id: Uuid,
    kind: WorkKind,
    /// With `monitoring_contact`: which one.
    #[serde(skip_serializing_if = "Option::is_none")]
    moment: Option<MonitoringMoment>,
    /// With `information_owed`: which request.
    #[serde(skip_serializing_if = "Option::is_none")]
    information_request_id: Option<Uuid>,
    /// With `agreement_due`: which agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<Uuid>,
    /// With `linked_report_to_assess`: the active case that the report was linked to. With `meeting_to_plan`:
    /// the report that endangers the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_case_id: Option<Uuid>,
    /// With `outcome_owed`: which meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_id: Option<Uuid>,
    due_date: NaiveDate,
    /// Whether the day has passed.
    overdue: bool,
    /// The account that directs the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<AccountId>,
    /// Where whom the case is about lives, as far as it is known; for the House's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
}

impl Operation for ListWorkItems {
    type Input = ListWorkItemsRequest;
    type Output = WorkItemPage;
    const SPEC: Spec = Spec {
        action: Action::ListWorkItems,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/work-items",
        service: "InboxService",
        summary: "What is to be done, and what is overdue",
        description: "For the House's staff: reports to put on a briefing, feedback owed, contacts due, deferred decisions, \
                      meetings to schedule, outcomes of meetings, plans without progress, ends of process direction, open \
                      escalations, reviews, suspects at ZSM, new reports about people whose case is active, meetings to \
                      plan because of those, mayors to be advised, aftercare to prepare, what is handled bilaterally or by \
                      a trajectory, invitations to send, and what partners owe. The region's terms say when it is due. \
                      For partners: answers that they owe, and agreements that are theirs. The \
                      most overdue first.",
        example: || json!({"kind": ["feedback_owed"], "dueUntilDate": "2026-11-23"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListWorkItemsRequest,
    ) -> Result<Answer<WorkItemPage>, Error> {
        let after = paging::cursor::<worklist::Key>("cursor", input.cursor)?;
        let for_staff = call.actor.roles.iter().any(|role| Role::OF_THE_HOUSE.contains(role));
        if input.municipality.is_some() && !for_staff {
            return Err(not_for_partners());
        }
        let today = app.today();
        let filter = Filter {
            kinds: input.kind.iter().map(|kind| kind.value().code().to_owned()).collect(),
            process_director: input.process_director.map(|account| account.0),
            due_until: input.due_until_date,
            municipality: input.municipality.map(|code| code.0.to_string()),
            overdue: input.overdue.map(|overdue| (overdue, today)),
        };
        let page = app
            .worklist(&call.actor, call.at_least, &filter, after.as_ref(), paging::limit(input.limit))
            .await?;
        let shown: BTreeSet<_> = page.items.iter().map(|item| CaseId(item.case_id)).collect();
        let answer = Answer::of(WorkItemPage {
            work_items: page.items.into_iter().map(|item| WorkItem::of(item, today, for_staff)).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(answer.about_cases(shown))
    }
}

impl WorkItem {
    fn of(item: Item, today: NaiveDate, for_staff: bool) -> Self {
        Self {
            case_id: item.case_id,
            kind: item.kind.into(),
            moment: item.part.and_then(moment),
            information_request_id: id_of(&item, &[worklist::WorkKind::InformationOwed]),
            agreement_id: id_of(&item, &[worklist::WorkKind::AgreementDue]),
            other_case_id: id_of(
                &item,
                &[worklist::WorkKind::LinkedReportToAssess, worklist::WorkKind::MeetingToPlan],
            ),
            meeting_id: id_of(&item, &[worklist::WorkKind::OutcomeOwed]),
            due_date: item.due_on,
            overdue: item.due_on < today,
            process_director: item.process_director.map(AccountId),
            municipality: item
                .municipality
                .filter(|_| for_staff)
                .map(|code| MunicipalityCode(domain::MunicipalityCode::new(code))),
        }
    }
}

/// Where somebody lives is no answer to whoever was asked something else.
fn not_for_partners() -> Error {
    Error::Invalid(vec![FieldError::new("municipality", "not_expected", "for the House's staff alone")])
}

fn moment(part: Part) -> Option<MonitoringMoment> {
    match part {
        Part::Moment(moment) => Some(moment.0.into()),
        Part::Day(_) | Part::Id(_) => None,
    }
}

/// The id that an item of these kinds has.
fn id_of(item: &Item, kinds: &[worklist::WorkKind]) -> Option<Uuid> {
    match item.part {
        Some(Part::Id(id)) if kinds.contains(&item.kind) => Some(id),
        _ => None,
    }
}

fn example_answer() -> Value {
    json!({"workItems": [{
        "caseId": "0190c3a2-0000-7000-8000-000000000001", "kind": "monitoring_contact", "moment": "week_1",
        "dueDate": "2026-11-30", "overdue": false, "processDirector": "director-1", "municipality": "gouda"
    }]})
}
