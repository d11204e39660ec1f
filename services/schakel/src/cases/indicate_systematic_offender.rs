//! The indication of a systematic offender.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::SmdIndication;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::Parts;
use crate::wire::Receipt;

/// See [`case::IndicateSystematicOffender`].
pub struct IndicateSystematicOffender;

/// What the session on systematic offenders indicates.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndicateSystematicOffenderRequest {
    case_id: Uuid,
    indication: SmdIndication,
    /// Whether the person is suspected of a crime for which pre-trial detention is allowed; checked, not kept.
    pre_trial_detention_allowed: bool,
    /// Irrevocable convictions for crimes in the five years before, to a custodial or restrictive sanction or measure or
    /// to community service, and executed; checked, not kept.
    convictions: u32,
    /// The day on which the indication is reviewed.
    review_date: NaiveDate,
    /// With `isd`: the day on which work towards placement ends, two years from today at the latest.
    until_date: Option<NaiveDate>,
}

impl Operation for IndicateSystematicOffender {
    type Input = IndicateSystematicOffenderRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::IndicateSystematicOffender,
        "/v1/cases/{caseId}/indications",
        "Indicate what is done about a systematic offender",
        "In the session on systematic offenders, and again at each re-indication; the last one holds, work towards \
         placement for two years at most. Whoever looks the person up at ZSM hears it, and so does a partner with \
         access to that session.",
        || {
            json!({
                "indication": "isd", "preTrialDetentionAllowed": true, "convictions": 4,
                "reviewDate": "2027-05-24", "untilDate": "2028-05-24"
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: IndicateSystematicOffenderRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let isd = input.indication.value() == case::SmdIndication::Isd;
        let mut parts = Parts::default();
        parts.only("untilDate", "isd", input.until_date.is_some(), isd);
        parts.checked()?;
        let command = case::IndicateSystematicOffender {
            indication: input.indication.value(),
            detention_allowed: input.pre_trial_detention_allowed,
            convictions: input.convictions,
            review_on: input.review_date,
            until: input.until_date,
        };
        let action = Action::IndicateSystematicOffender;
        on_case(app, &call, action, input.case_id, command, Needs::default()).await
    }
}
