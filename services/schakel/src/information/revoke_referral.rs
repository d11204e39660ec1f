//! Revoking a referral.

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
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::RevokeReferral`].
pub struct RevokeReferral;

/// A referral that is not asked any more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeReferralRequest {
    case_id: Uuid,
    referral_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for RevokeReferral {
    type Input = RevokeReferralRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RevokeReferral,
        "/v1/cases/{caseId}/referrals/{referralId}/revocations",
        "Revoke a referral",
        "One that has not ended; the receiver is involved no more. For the organisation that offered it, and for the \
         House.",
        || json!({"reason": "Solved meanwhile."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RevokeReferralRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            case::RevokeReferral { reason: input.reason.0, referral: ReferralId(input.referral_id) };
        on_case_of_involved(app, &call, Action::RevokeReferral, input.case_id, command).await
    }
}
