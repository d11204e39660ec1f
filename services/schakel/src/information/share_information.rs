//! Sharing information.

use schakel_access::Action;
use schakel_application::{Application, Error, Involved, Needs};
use schakel_domain::case::Case;
use schakel_domain::{InformationId, MeetingId, MemberId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{Category, Consent};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, Organisation};
use crate::wire::Receipt;

/// See [`case::ShareInformation`].
pub struct ShareInformation;

/// An item of information.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShareInformationRequest {
    case_id: Uuid,
    /// What kind of information it is.
    category: Category,
    /// Where it comes from, when the House writes down what a partner said; the own organisation when left out.
    organisation: Option<Organisation>,
    /// About which member of the subject, if about one alone.
    member_id: Option<Uuid>,
    /// What it says.
    text: FreeText,
    /// From which meeting.
    meeting_id: Option<Uuid>,
    /// The client may not hear of it.
    not_shareable_with_client: Option<bool>,
    /// How the client stands to it; not needed when left out.
    consent: Option<Consent>,
    /// The only organisations that may have it.
    #[schema(min_items = 1, max_items = 100)]
    audience: Option<Vec<Organisation>>,
}

impl Operation for ShareInformation {
    type Input = ShareInformationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ShareInformation,
        "/v1/cases/{caseId}/information",
        "Share information",
        "For whoever is involved in the case. A category that the annex of the meeting does not know is refused.",
        || {
            json!({
                "category": "care", "text": "Sees a psychologist every week.", "consent": "given",
                "audience": ["reclassering_nederland"]
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ShareInformationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let own = || call.actor.organisation.clone();
        let source = input.organisation.map_or_else(own, |organisation| organisation.0);
        let command = case::ShareInformation {
            category: input.category.value(),
            member: input.member_id.map(MemberId),
            text: input.text.0,
            meeting: input.meeting_id.map(MeetingId),
            not_shareable_with_client: input.not_shareable_with_client.unwrap_or_default(),
            consent: input.consent.map_or(case::Consent::NotNeeded, Consent::value),
            audience: input.audience.map(|only| only.into_iter().map(|code| code.0).collect()),
            item: InformationId(app.new_id()),
            source,
        };
        let named = command.audience.iter().flatten().map(|code| ("audience", code));
        let named = named.chain([("organisation", &command.source)]);
        let organisations = named.map(|(field, code)| (field, code.clone())).collect();
        let needs =
            Needs { involved: Some(Involved::Somehow), shareable: true, organisations, ..Needs::default() };
        let action = Action::ShareInformation;
        orders::execute::<Case>(app, &call, action, input.case_id, command, needs).await
    }
}
