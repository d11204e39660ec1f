//! A trajectory.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, TrajectoryFile};
use schakel_domain::trajectory::Payment;
use schakel_domain::{Category, TrajectoryId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{HelpQuestion, Obstacle, TrajectoryKind, TrajectoryState};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::information::noted;
use crate::parts::{BudgetSourceCode, MunicipalityCode, Organisation, subjects};

/// Asks for one trajectory.
pub struct GetTrajectory;

/// Which trajectory.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetTrajectoryRequest {
    trajectory_id: Uuid,
}

/// A trajectory as it stands; amounts are in euro cents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryView {
    id: Uuid,
    version: u64,
    kind: TrajectoryKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<Obstacle>,
    provider: Organisation,
    budget_source: BudgetSourceCode,
    help_questions: Vec<HelpQuestion>,
    /// The case that it belongs to, for whoever may know of that case's plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<Uuid>,
    municipality: MunicipalityCode,
    start_date: NaiveDate,
    state: TrajectoryState,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<NaiveDate>,
    /// The conversations in prison, as they were recorded.
    conversations: Vec<ConversationView>,
    /// What was spent, as it was recorded.
    costs: Vec<PaymentView>,
    /// What came back, as it was recorded.
    repayments: Vec<PaymentView>,
    /// All that was spent.
    spent_cents: u64,
    /// All that came back.
    repaid_cents: u64,
}

/// A conversation in prison: when it was, and nothing more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversation)]
pub struct ConversationView {
    conversation_date: NaiveDate,
}

/// An amount on a day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payment)]
pub struct PaymentView {
    payment_date: NaiveDate,
    amount_cents: u32,
}

impl Operation for GetTrajectory {
    type Input = GetTrajectoryRequest;
    type Output = TrajectoryView;
    const SPEC: Spec = Spec {
        action: Action::GetTrajectory,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/trajectories/{trajectoryId}",
        service: SERVICE,
        summary: "A trajectory",
        description: "With all that was spent and came back. The case that it belongs to is named to whoever may know \
                      of its plan, and not once it was erased. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetTrajectoryRequest,
    ) -> Result<Answer<TrajectoryView>, Error> {
        let trajectory = app.trajectory(&call.actor, TrajectoryId(input.trajectory_id)).await?;
        let answer = Answer::of(TrajectoryView::of(input.trajectory_id, &trajectory));
        let answer = answer.at_version(trajectory.version);
        // Without its case it says nothing about anybody.
        let Some((case, shared)) = &trajectory.case else { return Ok(answer) };
        let subjects = subjects(*case, &shared.file).into_iter();
        let answer = subjects.fold(answer, |answer, subject| answer.about(subject, &[Category::Plan]));
        Ok(noted(answer.under(shared.policy()), *case, shared))
    }
}

impl TrajectoryView {
    fn of(id: Uuid, TrajectoryFile { course, version, case }: &TrajectoryFile) -> Self {
        Self {
            id,
            version: *version,
            kind: course.kind.code().into(),
            obstacle: course.kind.obstacle().map(Into::into),
            provider: Organisation(course.provider.clone()),
            budget_source: BudgetSourceCode(course.budget_source.clone()),
            help_questions: course.help_questions.iter().map(Into::into).collect(),
            case_id: case.as_ref().map(|(case, _)| case.0),
            municipality: MunicipalityCode(course.municipality.clone()),
            start_date: course.started_on,
            state: course.state().into(),
            end_date: course.end.map(|end| end.on),
            conversations: course.conversations.iter().map(ConversationView::of).collect(),
            costs: course.costs.iter().map(PaymentView::of).collect(),
            repayments: course.repayments.iter().map(PaymentView::of).collect(),
            spent_cents: course.spent().get(),
            repaid_cents: course.repaid().get(),
        }
    }
}

impl ConversationView {
    fn of(on: &NaiveDate) -> Self {
        Self { conversation_date: *on }
    }
}

impl PaymentView {
    fn of(payment: &Payment) -> Self {
        Self { payment_date: payment.on, amount_cents: payment.amount.cents() }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000015", "version": 4, "kind": "guidance", "provider": "exodus",
        "budgetSource": "aftercare_grant", "helpQuestions": ["housing", "debts"],
        "caseId": "0190c3a2-0000-7000-8000-000000000001", "municipality": "gouda", "startDate": "2026-11-23",
        "state": "running", "conversations": [{"conversationDate": "2026-11-10"}],
        "costs": [{"paymentDate": "2026-11-30", "amountCents": 125_050}],
        "repayments": [{"paymentDate": "2026-12-15", "amountCents": 5_000}],
        "spentCents": 125_050, "repaidCents": 5_000
    })
}
