//! Recording that a letter was sent.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{self, LetterRecipientCode as Code};
use schakel_domain::{MeetingId, MemberId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::{LetterKind, LetterRecipient};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{Parts, lacking};
use crate::wire::Receipt;

/// See [`case::RecordLetterSent`].
pub struct RecordLetterSent;

/// A letter that was sent.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordLetterSentRequest {
    case_id: Uuid,
    /// What letter.
    kind: LetterKind,
    /// The meeting that it is about, on whose agenda the case is.
    meeting_id: Uuid,
    /// To whom.
    recipient: LetterRecipient,
    /// With `member`: which member of the subject.
    member_id: Option<Uuid>,
    /// The day on which it was sent; today when left out.
    sent_date: Option<NaiveDate>,
}

impl Operation for RecordLetterSent {
    type Input = RecordLetterSentRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordLetterSent,
        "/v1/cases/{caseId}/sent-letters",
        "Record that a letter was sent",
        "An invitation once it was decided that the client is invited, or the notification of somebody who is discussed in \
         a group approach. The page to print comes from the invitation letters and the notification letters.",
        || {
            json!({
                "kind": "invitation", "meetingId": "0190c3a2-0000-7000-8000-000000000004", "recipient": "client",
                "sentDate": "2026-11-23"
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordLetterSentRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RecordLetterSent {
            kind: input.kind.value(),
            meeting: MeetingId(input.meeting_id),
            to: input.to()?,
            on: input.sent_date,
        };
        on_case(app, &call, Action::RecordLetterSent, input.case_id, command, Needs::default()).await
    }
}

impl RecordLetterSentRequest {
    fn to(&self) -> Result<case::LetterRecipient, Error> {
        let recipient = self.recipient.value();
        let mut parts = Parts::default();
        parts.only("memberId", "member", self.member_id.is_some(), recipient == Code::Member);
        parts.checked()?;
        let to = match recipient {
            Code::Client => Some(case::LetterRecipient::Client),
            Code::Parents => Some(case::LetterRecipient::Parents),
            Code::Member => self.member_id.map(|id| case::LetterRecipient::Member { member: MemberId(id) }),
        };
        to.ok_or_else(|| lacking("a recipient"))
    }
}
