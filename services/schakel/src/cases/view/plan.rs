//! Versions of the plan of approach.

use chrono::NaiveDate;
use schakel_domain::case;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes::{Intervention, LifeArea};
use crate::parts::{FreeText, Organisation, PillarCode, known};

/// A version of the plan of approach.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    version: u32,
    set_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
    goals: Vec<GoalView>,
    agreements: Vec<AgreementView>,
}

/// A goal.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoalView {
    life_area: LifeArea,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<FreeText>,
}

/// An agreement.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementView {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<FreeText>,
    organisation: Organisation,
    due_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    intervention: Option<Intervention>,
    /// On which pillar it stands, where the kind of meeting builds on pillars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pillar: Option<PillarCode>,
}

/// A version of the plan as it is shown.
pub(crate) fn plan(plan: &case::Plan) -> PlanView {
    PlanView {
        version: plan.version,
        set_date: plan.set_on,
        question: known(&plan.question),
        goals: plan
            .goals
            .iter()
            .map(|goal| GoalView { life_area: goal.life_area.into(), goal: known(&goal.goal) })
            .collect(),
        agreements: plan.agreements.iter().map(agreement).collect(),
    }
}

fn agreement(agreement: &case::Agreement) -> AgreementView {
    AgreementView {
        id: agreement.id.0,
        what: known(&agreement.what),
        organisation: Organisation(agreement.organisation.clone()),
        due_date: agreement.by,
        intervention: agreement.intervention.map(Into::into),
        pillar: agreement.pillar.clone().map(PillarCode),
    }
}
