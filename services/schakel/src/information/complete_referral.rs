//! Saying that what was referred is done.

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

/// See [`case::CompleteReferral`].
pub struct CompleteReferral;

/// A referral that is done.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteReferralRequest {
    case_id: Uuid,
    referral_id: Uuid,
}

impl Operation for CompleteReferral {
    type Input = CompleteReferralRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CompleteReferral,
        "/v1/cases/{caseId}/referrals/{referralId}/completions",
        "Say that a referral is done",
        "The receiver is involved no more. For the receiver, and for the House on its behalf.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CompleteReferralRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::CompleteReferral { referral: ReferralId(input.referral_id) };
        on_case_of_involved(app, &call, Action::CompleteReferral, input.case_id, command).await
    }
}
