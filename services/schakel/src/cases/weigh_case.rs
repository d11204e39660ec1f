//! Weighing a report in the briefing.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{self, Decision, NoFollowUpReason};
use schakel_domain::{MeetingId, case::DecisionCode as Code, case::NoFollowUpCode as Reason};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::{DecisionCode, EscalationLevel, NoFollowUpCode};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{CriterionCode, FreeText, Organisation, Parts, lacking};
use crate::wire::Receipt;

/// See [`case::WeighCase`].
pub struct WeighCase;

/// What the briefing decided: exactly one decision, with what that decision needs and nothing else.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeighCaseRequest {
    case_id: Uuid,
    /// The briefing, if it is registered as a meeting.
    briefing_id: Option<Uuid>,
    /// The criteria that were met; the catalogue says which are enough for which kind of meeting.
    #[serde(default)]
    #[schema(max_items = 50)]
    criteria: Vec<CriterionCode>,
    /// The decision.
    decision: DecisionCode,
    /// With `handle_bilaterally`: the partners that settle it between them, at least two.
    #[serde(default)]
    #[schema(max_items = 50)]
    partners: Vec<Organisation>,
    /// With `escalate`: to whom.
    escalation_level: Option<EscalationLevel>,
    /// With `escalate`: the question.
    escalation_question: Option<FreeText>,
    /// With `no_follow_up`: why.
    no_follow_up_reason: Option<NoFollowUpCode>,
    /// With `deferred`: the date of the briefing at which the report comes back.
    deferred_until_date: Option<NaiveDate>,
    /// With `belongs_elsewhere`: where it was referred to.
    referred_to: Option<FreeText>,
}

impl Operation for WeighCase {
    type Input = WeighCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::WeighCase,
        "/v1/cases/{caseId}/weighings",
        "Weigh a report in the briefing",
        "Records the one decision of the briefing. The reporter is owed feedback from here. A deferred report, and \
         one that the briefing escalated, is weighed again.",
        || json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"}),
    );

    async fn run(app: &Application, call: Call, input: WeighCaseRequest) -> Result<Answer<Receipt>, Error> {
        let case = input.case_id;
        let briefing = input.briefing_id.map(MeetingId);
        let criteria = input.criteria.iter().map(|criterion| criterion.0.clone()).collect();
        let command = case::WeighCase { briefing, criteria, decision: input.decision()? };
        let needs = Needs { meeting: briefing, ..Needs::default() };
        on_case(app, &call, Action::WeighCase, case, command, needs).await
    }
}

impl WeighCaseRequest {
    /// The decision with its parts: those that it needs must be there, the others must not.
    fn decision(self) -> Result<Decision, Error> {
        let code = self.decision.value();
        let reason = self.no_follow_up_reason.map(NoFollowUpCode::value);
        let mut parts = Parts::default();
        parts.only(
            "partners",
            "handle_bilaterally",
            !self.partners.is_empty(),
            code == Code::HandleBilaterally,
        );
        parts.only("escalationLevel", "escalate", self.escalation_level.is_some(), code == Code::Escalate);
        parts.only(
            "escalationQuestion",
            "escalate",
            self.escalation_question.is_some(),
            code == Code::Escalate,
        );
        parts.only("noFollowUpReason", "no_follow_up", reason.is_some(), code == Code::NoFollowUp);
        let deferred = reason == Some(Reason::Deferred);
        parts.only("deferredUntilDate", "deferred", self.deferred_until_date.is_some(), deferred);
        let elsewhere = reason == Some(Reason::BelongsElsewhere);
        parts.only("referredTo", "belongs_elsewhere", self.referred_to.is_some(), elsewhere);
        parts.checked()?;
        let decision = match code {
            Code::ScheduleFocus => Some(Decision::ScheduleFocus),
            Code::ScheduleTop60 => Some(Decision::ScheduleTop60),
            Code::ScheduleAftercare => Some(Decision::ScheduleAftercare),
            Code::MonitorAftercare => Some(Decision::MonitorAftercare),
            Code::HandleBilaterally => Some(Decision::HandleBilaterally {
                partners: self.partners.into_iter().map(|partner| partner.0).collect(),
            }),
            Code::StartVoluntaryTrajectory => Some(Decision::StartVoluntaryTrajectory),
            Code::Escalate => self.escalation_level.zip(self.escalation_question).map(|(level, question)| {
                Decision::Escalate { level: level.value(), question: question.personal() }
            }),
            Code::NoFollowUp => reason
                .and_then(|reason| no_follow_up(reason, self.deferred_until_date, self.referred_to))
                .map(Decision::NoFollowUp),
        };
        decision.ok_or_else(|| lacking("a decision"))
    }
}

fn no_follow_up(
    reason: Reason,
    until: Option<NaiveDate>,
    place: Option<FreeText>,
) -> Option<NoFollowUpReason> {
    match reason {
        Reason::AlreadyInHand => Some(NoFollowUpReason::AlreadyInHand),
        Reason::Deferred => until.map(|until| NoFollowUpReason::Deferred { until }),
        Reason::PartnersInformed => Some(NoFollowUpReason::PartnersInformed),
        Reason::BelongsElsewhere => {
            place.map(|place| NoFollowUpReason::BelongsElsewhere { place: place.personal() })
        }
    }
}
