//! Erase a case.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{CaseId, RequestId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::orders::order;
use crate::wire::Receipt;

/// See [`schakel_domain::case::EraseCase`].
pub struct EraseCase;

/// Erase a closed case on a granted request.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EraseCaseRequest {
    case_id: Uuid,
    /// The granted request for erasure of somebody whom the case is about.
    request_id: Uuid,
}

impl Operation for EraseCase {
    type Input = EraseCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EraseCase,
        "/v1/cases/{caseId}/erasures",
        "Erase a closed case on a granted request",
        "Its personal data is destroyed for good, in every copy; what is not personal stays for the figures. Cases \
         whose term has passed are erased without asking.",
        || json!({"requestId": "0190c3a2-0000-7000-8000-000000000009"}),
    );

    async fn run(app: &Application, call: Call, input: EraseCaseRequest) -> Result<Answer<Receipt>, Error> {
        let order = order(&call, Action::EraseCase);
        let (case, request) = (CaseId(input.case_id), RequestId(input.request_id));
        let receipt = app.erase_on_request(&order, case, request).await?;
        Ok(Answer::receipt(receipt.id, receipt.version, receipt.place))
    }
}
