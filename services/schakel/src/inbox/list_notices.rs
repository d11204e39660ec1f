//! The notices.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, InboxKey};
use schakel_read_models::notices;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes::NoticeKind;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;

/// Asks what is new for the caller.
pub struct ListNotices;

/// From where on.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListNoticesRequest {
    /// Notices on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The cursor of the last notice that was read.
    #[schema(min_length = 1, max_length = 512)]
    after: Option<String>,
}

/// What is new, in the order in which it happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticePage {
    notices: Vec<NoticeView>,
    /// Whether there is more.
    more: bool,
}

/// One notice: that there is something, never what.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// To ask for what came after it.
    cursor: String,
    kind: NoticeKind,
    /// The case that the reader is concerned with, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<Uuid>,
    /// The new report, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_case_id: Option<Uuid>,
    /// The person, when it is about no case.
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<Uuid>,
    /// For what purpose, when somebody was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    at: DateTime<Utc>,
}

impl Operation for ListNotices {
    type Input = ListNoticesRequest;
    type Output = NoticePage;
    const SPEC: Spec = Spec {
        action: Action::ListNotices,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/notices",
        service: "InboxService",
        summary: "What is new for me",
        description: "The inbox of the caller's own account, such as a new report on an active case, or that the \
                      person was looked up, when and for what purpose. Keep the cursor of the last notice and ask \
                      for what came after it.",
        example: || json!({"limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListNoticesRequest,
    ) -> Result<Answer<NoticePage>, Error> {
        let after = paging::cursor::<InboxKey>("after", input.after)?;
        let limit = paging::limit(input.limit);
        let page = app.notices(&call.actor, call.at_least, after.as_ref(), limit).await?;
        let more = page.next.is_some();
        Ok(Answer::of(NoticePage { notices: page.items.into_iter().map(NoticeView::of).collect(), more }))
    }
}

impl NoticeView {
    fn of(notice: notices::Notice) -> Self {
        Self {
            cursor: paging::next(notice.cursor).unwrap_or_default(),
            kind: notice.kind.into(),
            case_id: notice.case_id,
            about_case_id: notice.about,
            person_id: notice.person_id,
            purpose: notice.purpose,
            at: notice.at,
        }
    }
}

fn example_answer() -> Value {
    json!({
        "notices": [{
            "cursor": "WzEsNDcxMSw0MiwicmVwb3J0X29uX2FjdGl2ZV9jYXNlIl0", "kind": "report_on_active_case",
            "caseId": "0190c3a2-0000-7000-8000-000000000001",
            "aboutCaseId": "0190c3a2-0000-7000-8000-000000000009", "at": "2026-11-23T09:30:00Z"
        }],
        "more": false
    })
}
