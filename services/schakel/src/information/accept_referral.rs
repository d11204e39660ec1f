//! Taking a referral up.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{ReferralId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case_of_involved};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::AcceptReferral`].
pub struct AcceptReferral;

/// A referral that is taken up.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptReferralRequest {
    case_id: Uuid,
    referral_id: Uuid,
}

impl Operation for AcceptReferral {
    type Input = AcceptReferralRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AcceptReferral,
        "/v1/cases/{caseId}/referrals/{referralId}/acceptances",
        "Accept a referral",
        "The receiver is directly involved from then on. For the receiver, and for the House on its behalf.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AcceptReferralRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::AcceptReferral { referral: ReferralId(input.referral_id) };
        on_case_of_involved(app, &call, Action::AcceptReferral, input.case_id, command).await
    }
}
