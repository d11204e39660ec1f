//! The contacts that became no case.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, InquiryPage};
use schakel_domain::code::Code;
use schakel_read_models::inquiries::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::InquiryKind;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;

/// Asks for the contacts that became no case.
pub struct ListInquiries;

/// Which of them; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListInquiriesRequest {
    /// Any of these kinds.
    #[serde(default)]
    #[schema(max_items = 3)]
    kind: Vec<InquiryKind>,
    /// Of this day or later.
    from_date: Option<NaiveDate>,
    /// Of this day or earlier.
    until_date: Option<NaiveDate>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the contacts, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InquiryList {
    inquiries: Vec<InquiryRow>,
    /// How many there are of each kind, on all pages together.
    counts: Vec<InquiryCount>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One contact.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InquiryRow {
    id: Uuid,
    kind: InquiryKind,
    inquiry_date: NaiveDate,
    /// Which organisation asked; absent when that was anonymous.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    /// With which partner contact was sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    partner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
}

/// How many there are of a kind.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InquiryCount {
    kind: InquiryKind,
    count: u64,
}

impl Operation for ListInquiries {
    type Input = ListInquiriesRequest;
    type Output = InquiryList;
    const SPEC: Spec = Spec {
        action: Action::ListInquiries,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/inquiries",
        service: SERVICE,
        summary: "Contacts that became no case",
        description: "Filtered by kind and period, in pages that neither skip nor repeat under writes, with the \
                      number of each kind.",
        example: || json!({"kind": ["advice"], "fromDate": "2026-01-01", "untilDate": "2026-12-31"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListInquiriesRequest,
    ) -> Result<Answer<InquiryList>, Error> {
        let after = paging::cursor::<inquiries::Key>("cursor", input.cursor)?;
        let filter = Filter {
            kinds: input.kind.iter().map(|kind| kind.value().code().to_owned()).collect(),
            from: input.from_date,
            until: input.until_date,
        };
        let limit = paging::limit(input.limit);
        let found = app.inquiries(&call.actor, call.at_least, &filter, after.as_ref(), limit).await?;
        let InquiryPage { page, counts } = found;
        let count = |(kind, count): (schakel_domain::inquiry::InquiryKind, u64)| InquiryCount {
            kind: kind.into(),
            count,
        };
        Ok(Answer::of(InquiryList {
            inquiries: page.items.into_iter().map(InquiryRow::from).collect(),
            counts: counts.into_iter().map(count).collect(),
            next_cursor: paging::next(page.next),
        }))
    }
}

impl From<Row> for InquiryRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.inquiry_id,
            kind: row.kind.into(),
            inquiry_date: row.on,
            organisation: row.organisation,
            partner: row.partner,
            municipality: row.municipality,
            theme: row.theme,
        }
    }
}

fn example_answer() -> Value {
    json!({
        "inquiries": [{
            "id": "0190c3a2-0000-7000-8000-000000000021", "kind": "advice", "inquiryDate": "2026-11-23",
            "organisation": "politie", "municipality": "gouda", "theme": "nuisance"
        }],
        "counts": [
            {"kind": "information_question", "count": 0}, {"kind": "advice", "count": 1},
            {"kind": "partner_contact", "count": 0}
        ]
    })
}
