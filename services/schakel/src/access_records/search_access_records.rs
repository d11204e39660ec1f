//! The questions to the access log.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_access_log::Key;
use schakel_application::{Application, DataSubject, Error, FieldError, RecordFilter, Sought};
use schakel_domain::{PersonId, person};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::view::{AccessRecordPage, example_record};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{AccountId, Organisation, without};
use crate::wire::Bsn;

/// Asks who saw what.
pub struct SearchAccessRecords;

/// About whom, or of whom.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchAccessRecordsRequest {
    /// About this person: also as a member of cases, by what was merged with it, and by BSN.
    person_id: Option<Uuid>,
    /// About whoever has this BSN, known or not.
    bsn: Option<Bsn>,
    /// Of this account.
    account: Option<AccountId>,
    /// On behalf of this organisation.
    organisation: Option<Organisation>,
    /// Answered at this moment or later.
    from_at: Option<DateTime<Utc>>,
    /// Answered before this moment.
    until_at: Option<DateTime<Utc>>,
    /// Records on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where an earlier page ended.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

impl Operation for SearchAccessRecords {
    type Input = SearchAccessRecordsRequest;
    type Output = AccessRecordPage;
    const SPEC: Spec = Spec {
        action: Action::SearchAccessRecords,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/access-records/_search",
        service: SERVICE,
        summary: "Who saw what, when, and for what purpose",
        description: "For the privacy officer: what was answered about a person, or all that an account or an \
                      organisation asked and did in a period; denials and questions in vain too. Name at least \
                      one of them. This question is itself recorded.",
        example: || json!({"account": "zsm-coordinator-1", "fromAt": "2026-11-01T00:00:00Z", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: SearchAccessRecordsRequest,
    ) -> Result<Answer<AccessRecordPage>, Error> {
        let after = paging::cursor::<Key>("cursor", input.cursor.clone())?;
        let limit = paging::limit(input.limit);
        let filter = input.filter()?;
        let asked = asked(app, &filter);
        let page = app.access_records(filter, after.and_then(|cursor| cursor.key()), limit).await?;
        let found = !page.items.is_empty();
        Ok(Answer::of(AccessRecordPage::from(page)).on_record(asked, found))
    }
}

impl SearchAccessRecordsRequest {
    fn filter(self) -> Result<RecordFilter, Error> {
        let mut mistakes = Vec::new();
        let nothing = self.person_id.is_none() && self.bsn.is_none();
        if nothing && self.account.is_none() && self.organisation.is_none() {
            let words = "name a personId, a bsn, an account or an organisation";
            mistakes.push(FieldError::new("personId", "required", words));
        }
        let bsn = self.bsn.map(|bsn| person::Bsn::new(bsn.as_str())).transpose();
        if let Err(mistake) = &bsn {
            mistakes.push(FieldError::new("bsn", "bsn", mistake.to_string()));
        }
        without(mistakes)?;
        Ok(RecordFilter {
            person: self.person_id.map(PersonId),
            bsn: bsn.ok().flatten(),
            account: self.account.map(|account| account.0),
            organisation: self.organisation.map(|organisation| organisation.0.to_string()),
            from: self.from_at,
            until: self.until_at,
            ..RecordFilter::default()
        })
    }
}

/// The person whom the question is about, if it is about one.
fn asked(app: &Application, filter: &RecordFilter) -> Option<DataSubject> {
    let by_bsn = || Some(DataSubject::Asked(app.pseudonym(&Sought::Bsn(filter.bsn.clone()?))));
    filter.person.map(DataSubject::Person).or_else(by_bsn)
}

fn example_answer() -> Value {
    json!({"records": [example_record()]})
}
