//! Setting a plan of approach.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::{AgreementId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::{Intervention, LifeArea};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, Organisation, PillarCode, ProfessionalInput, ZsmAdviceInput};
use crate::wire::Receipt;

/// See [`case::SetPlan`].
pub struct SetPlan;

/// The plan that the meeting made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPlanRequest {
    case_id: Uuid,
    /// The question that the plan answers.
    question: FreeText,
    /// Goals per life area.
    #[schema(min_items = 1, max_items = 100)]
    goals: Vec<GoalInput>,
    /// What was agreed.
    #[schema(min_items = 1, max_items = 100)]
    agreements: Vec<AgreementInput>,
    /// The one case holder.
    case_holder: ProfessionalInput,
    /// An advice for ZSM, if the meeting made one.
    zsm_advice: Option<ZsmAdviceInput>,
}

/// A goal.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GoalInput {
    /// In which life area.
    life_area: LifeArea,
    /// What is to be reached.
    goal: FreeText,
}

/// An agreement: what, which organisation, by when.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgreementInput {
    /// What.
    what: FreeText,
    /// Which organisation.
    organisation: Organisation,
    /// By when.
    due_date: NaiveDate,
    /// From which chain, if it is an intervention.
    intervention: Option<Intervention>,
    /// On which pillar it stands, where the kind of meeting builds on pillars (`pillars` in the catalogue).
    pillar: Option<PillarCode>,
}

impl Operation for SetPlan {
    type Input = SetPlanRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::SetPlan,
        "/v1/cases/{caseId}/plans",
        "Set the plan of approach",
        "Appoints the one case holder and starts the monitoring schedule. After a return on the agenda this is the \
         next version; older versions stay readable. Where the kind of meeting builds on pillars, each agreement \
         stands on one.",
        || {
            json!({
                "question": "How does he get a roof and a rhythm without new offences?",
                "goals": [{"lifeArea": "housing", "goal": "A room of his own before the summer."}],
                "agreements": [{
                    "what": "Apply for sheltered housing.", "organisation": "leger_des_heils",
                    "dueDate": "2027-01-15", "intervention": "care"
                }],
                "caseHolder": ProfessionalInput::example(),
                "zsmAdvice": {"sketch": "Plan under way.", "measures": ["Suspended sentence with supervision"]}
            })
        },
    );

    async fn run(app: &Application, call: Call, input: SetPlanRequest) -> Result<Answer<Receipt>, Error> {
        let command = case::SetPlan {
            question: input.question.0,
            goals: input.goals.into_iter().map(GoalInput::read).collect(),
            agreements: input.agreements.into_iter().map(|agreement| agreement.read(app)).collect(),
            case_holder: input.case_holder.into(),
            zsm_advice: input.zsm_advice.map(Into::into),
        };
        on_case(app, &call, Action::SetPlan, input.case_id, command, Needs::default()).await
    }
}

impl GoalInput {
    fn read(self) -> case::Goal {
        case::Goal { life_area: self.life_area.value(), goal: self.goal.personal() }
    }
}

impl AgreementInput {
    fn read(self, app: &Application) -> case::Agreement {
        case::Agreement {
            id: AgreementId(app.new_id()),
            what: self.what.personal(),
            organisation: self.organisation.0,
            by: self.due_date,
            intervention: self.intervention.map(Intervention::value),
            pillar: self.pillar.map(|pillar| pillar.0),
        }
    }
}
