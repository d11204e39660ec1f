//! Offering a referral.

use schakel_access::Action;
use schakel_application::{Application, Error, Involved, Needs};
use schakel_domain::case::Case;
use schakel_domain::{ReferralId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, Organisation};
use crate::wire::Receipt;

/// See [`case::OfferReferral`].
pub struct OfferReferral;

/// A referral (verwijzing).
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferReferralRequest {
    case_id: Uuid,
    /// Which organisation is to take it up.
    receiver: Organisation,
    /// Which organisation offers it, when the House writes down what a partner offers; the own organisation
    /// when left out.
    referrer: Option<Organisation>,
    /// What is asked.
    question: FreeText,
}

impl Operation for OfferReferral {
    type Input = OfferReferralRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::OfferReferral,
        "/v1/cases/{caseId}/referrals",
        "Offer a referral",
        "To another organisation, whose contacts see the question and no more until they accept. For whoever \
         sees more of the case than what is their own. Its id is among the referrals of the information view.",
        || json!({"receiver": "ggd", "question": "Can you take up the care?"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: OfferReferralRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let own = || call.actor.organisation.clone();
        let command = case::OfferReferral {
            from: input.referrer.map_or_else(own, |organisation| organisation.0),
            to: input.receiver.0,
            question: input.question.0,
            referral: ReferralId(app.new_id()),
        };
        let needs = Needs {
            involved: Some(Involved::ByCategory),
            organisations: vec![("receiver", command.to.clone()), ("referrer", command.from.clone())],
            ..Needs::default()
        };
        let action = Action::OfferReferral;
        orders::execute::<Case>(app, &call, action, input.case_id, command, needs).await
    }
}
