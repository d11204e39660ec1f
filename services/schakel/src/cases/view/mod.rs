//! A case as a client sees it. What was erased is absent.

mod direction;
mod ending;
mod history;
mod plan;
mod report;

use schakel_application::CaseFile;
use schakel_domain::Category;
use schakel_domain::case::File;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use self::direction::{AgendaView, DirectionView};
use self::ending::{ClosingView, ErasureView, EscalationView};
use self::history::HistoryEntry;
use self::report::{LinkAssessmentView, MayorAdviceView, ReportView, WeighingView};
use super::table_view::{
    self, DiscussionView, ElsewhereCheckView, IndicationView, InvitationView, LifeAreaView, SentLetter,
    TimesDiscussedView, TriedInterventionView,
};
use crate::codes::CaseState;
use crate::parts::{MeetingTypeCode, ZsmAdviceView};

pub(crate) use self::plan::{PlanView, plan};

/// A case as it stands, with its history.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    state: CaseState,
    report: ReportView,
    /// The briefing on whose agenda the report is, until it is weighed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    briefing_id: Option<Uuid>,
    /// The weighings, oldest first.
    weighings: Vec<WeighingView>,
    /// Whether the reporter has yet to hear of the last decision.
    feedback_owed: bool,
    /// Active cases that this report was linked to.
    linked_case_ids: Vec<Uuid>,
    /// What the report means for the plans of those cases, as far as that was assessed.
    link_assessments: Vec<LinkAssessmentView>,
    /// What the mayor was advised on a BIJ report.
    #[serde(skip_serializing_if = "Option::is_none")]
    mayor_advice: Option<MayorAdviceView>,
    /// Whose agenda the case is or was last on.
    #[serde(skip_serializing_if = "Option::is_none")]
    agenda: Option<AgendaView>,
    /// The plan in force, or the last one of a closed case.
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<DirectionView>,
    /// Every version of the plan, oldest first.
    plans: Vec<PlanView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    escalation: Option<EscalationView>,
    /// The advice for ZSM that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    zsm_advice: Option<ZsmAdviceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<ClosingView>,
    /// The shielded kind of meeting that it is for; nobody but cleared participants ever sees this.
    #[serde(skip_serializing_if = "Option::is_none")]
    shielded: Option<MeetingTypeCode>,
    /// Whether the person is known elsewhere.
    elsewhere_checks: Vec<ElsewhereCheckView>,
    /// Whether the client is invited to the coming meeting, once that was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_invitation: Option<InvitationView>,
    /// The letters that were sent, oldest first.
    letters: Vec<SentLetter>,
    /// How often each kind of meeting discussed it.
    times_discussed: Vec<TimesDiscussedView>,
    /// Its discussions, as far as anything of them was recorded.
    discussions: Vec<DiscussionView>,
    /// How the life areas of aftercare stand, as far as they were gone through.
    life_areas: Vec<LifeAreaView>,
    /// What is done about a systematic offender.
    #[serde(skip_serializing_if = "Option::is_none")]
    indication: Option<IndicationView>,
    /// What was tried with them before, and whether it worked.
    interventions: Vec<TriedInterventionView>,
    /// Whether the lookup does not find the case.
    hidden: bool,
    /// Whether nothing of the case is erased.
    legal_hold: bool,
    /// The end of the case's data.
    #[serde(skip_serializing_if = "Option::is_none")]
    erasure: Option<ErasureView>,
    /// Who did what when, oldest first.
    history: Vec<HistoryEntry>,
}

impl CaseView {
    /// The case as a client sees it, to whom these categories are shown. What was written about it in words is for
    /// the House, which needs it to do its work, and else for whoever may have information of that kind.
    pub fn of(id: Uuid, case: &CaseFile, is_house: bool, shows: impl Fn(Category) -> bool) -> Self {
        let file = &case.file;
        let plan_shown = shows(Category::Plan);
        let tells = |category| is_house || shows(category);
        let is_told = tells(Category::Plan);
        Self {
            id,
            version: case.version,
            state: file.phase.state().into(),
            report: report::report(file, shows(Category::Identity), is_told),
            briefing_id: file.briefing.map(|briefing| briefing.0),
            weighings: file.weighings.iter().map(report::weighing).collect(),
            feedback_owed: file.feedback_owed,
            linked_case_ids: file.linked_to.keys().map(|case| case.0).collect(),
            link_assessments: report::link_assessments(file),
            mayor_advice: file.mayor_advice.as_ref().filter(|_| is_told).map(report::mayor_advice),
            agenda: file.phase.appointment().map(direction::agenda),
            direction: file.phase.direction().filter(|_| plan_shown).map(direction::direction),
            plans: file.plans.iter().filter(|_| plan_shown).map(plan).collect(),
            escalation: ending::escalation(&file.phase, is_told),
            zsm_advice: zsm_advice(file).filter(|_| shows(Category::ZsmAdvice)),
            closing: ending::closing(&file.phase, is_told),
            shielded: file.shielded.clone().map(MeetingTypeCode),
            elsewhere_checks: table_view::elsewhere(file, tells),
            client_invitation: table_view::invitation(file),
            letters: table_view::letters(file),
            times_discussed: table_view::times_discussed(file),
            discussions: table_view::discussions(file, &shows),
            life_areas: table_view::life_areas(file, &shows),
            indication: table_view::indication(file, &shows),
            interventions: table_view::interventions(file, &shows),
            hidden: file.marks.hidden,
            legal_hold: file.marks.legal_hold,
            erasure: file.erasure().map(ending::erasure),
            history: case.history.iter().map(|entry| history::history(entry, &shows, tells)).collect(),
        }
    }
}

fn zsm_advice(file: &File) -> Option<ZsmAdviceView> {
    let (on, advice) = file.zsm_advice.current.as_ref()?;
    Some(ZsmAdviceView::of(file.zsm_advice.versions, *on, advice))
}
