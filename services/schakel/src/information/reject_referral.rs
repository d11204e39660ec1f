//! Not taking a referral up.

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

/// See [`case::RejectReferral`].
pub struct RejectReferral;

/// A referral that is not taken up.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RejectReferralRequest {
    case_id: Uuid,
    referral_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for RejectReferral {
    type Input = RejectReferralRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RejectReferral,
        "/v1/cases/{caseId}/referrals/{referralId}/rejections",
        "Reject a referral",
        "The receiver is involved no more. For the receiver, and for the House on its behalf.",
        || json!({"reason": "In care elsewhere."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RejectReferralRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            case::RejectReferral { reason: input.reason.0, referral: ReferralId(input.referral_id) };
        on_case_of_involved(app, &call, Action::RejectReferral, input.case_id, command).await
    }
}
