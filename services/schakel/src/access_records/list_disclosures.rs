//! What the caller's organisation has seen.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_access_log::Key;
use schakel_application::{Application, Error, RecordFilter};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::SERVICE;
use super::view::{AccessRecordPage, example_record};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;

/// Asks what the caller's organisation has seen.
pub struct ListDisclosures;

/// When, and which page.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListDisclosuresRequest {
    /// Answered at this moment or later.
    from_at: Option<DateTime<Utc>>,
    /// Answered before this moment.
    until_at: Option<DateTime<Utc>>,
    /// Records on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

impl Operation for ListDisclosures {
    type Input = ListDisclosuresRequest;
    type Output = AccessRecordPage;
    const SPEC: Spec = Spec {
        action: Action::ListDisclosures,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/disclosures",
        service: SERVICE,
        summary: "What my organisation has seen",
        description: "Every answer that gave somebody of the caller's own organisation something about a person: who, \
                      when, for what purpose, which categories, under which version of the covenant. For the partner \
                      that has to account for it. This question is itself recorded.",
        example: || json!({"fromAt": "2026-11-01T00:00:00Z", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListDisclosuresRequest,
    ) -> Result<Answer<AccessRecordPage>, Error> {
        let after = paging::cursor::<Key>("cursor", input.cursor)?;
        let filter = RecordFilter {
            organisation: Some(call.actor.organisation.to_string()),
            from: input.from_at,
            until: input.until_at,
            disclosed: true,
            ..RecordFilter::default()
        };
        let limit = paging::limit(input.limit);
        let page = app.access_records(filter, after.and_then(|cursor| cursor.key()), limit).await?;
        let found = !page.items.is_empty();
        Ok(Answer::of(AccessRecordPage::from(page)).on_record(None, found))
    }
}

fn example_answer() -> Value {
    json!({"records": [example_record()]})
}
