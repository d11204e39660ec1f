//! The report, and what the briefing made of it.

use chrono::NaiveDate;
use schakel_domain::case::{self, Decision, File, NoFollowUpReason};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes::{DecisionCode, NoFollowUpCode, SubjectKind, Trigger};
use crate::parts::{
    AccountId, CriterionCode, FreeText, Identity, MunicipalityCode, Organisation, ThemeCode, known,
};

/// The report.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    reported_date: NaiveDate,
    /// The organisation from which it came.
    organisation: Organisation,
    /// The reporter's account.
    account: AccountId,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<ReporterView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<Trigger>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<ThemeCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectView>,
    /// Whether the person was told of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_informed: Option<bool>,
    /// The (provisional) day of release, of a detention report.
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<NaiveDate>,
}

/// What the mayor was advised on a BIJ report.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MayorAdviceView {
    decided_date: NaiveDate,
    /// Of which municipality.
    municipality: MunicipalityCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<FreeText>,
}

/// What the report means for the plan of a case that it was linked to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkAssessmentView {
    active_case_id: Uuid,
    plan_endangered: bool,
    case_holder_consulted: bool,
}

/// The professional who brought the case in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReporterView {
    name: FreeText,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

/// Who the case is about.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectView {
    kind: SubjectKind,
    members: Vec<MemberView>,
}

/// One person within the subject.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    id: Uuid,
    /// The registered person, once identified.
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<Uuid>,
    /// What the reporter knew.
    identity: Identity,
}

/// One weighing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeighingView {
    weighed_date: NaiveDate,
    criteria: Vec<CriterionCode>,
    decision: DecisionCode,
    partners: Vec<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_follow_up_reason: Option<NoFollowUpCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deferred_until_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referred_to: Option<FreeText>,
}

pub(super) fn report(file: &File, identity_shown: bool, is_told: bool) -> ReportView {
    let report = &file.report;
    ReportView {
        reported_date: report.on,
        organisation: Organisation(report.source.organisation.clone()),
        account: AccountId(report.source.account.0.clone()),
        reporter: report.source.reporter.as_ref().and_then(|reporter| reporter.known()).map(reporter),
        reason: known(&report.reason).filter(|_| is_told),
        trigger: report.trigger.map(Into::into),
        theme: report.theme.clone().map(ThemeCode),
        municipality: report.municipality.clone().map(MunicipalityCode),
        subject: report.subject.as_ref().filter(|_| identity_shown).map(|subject| SubjectView {
            kind: subject.kind.into(),
            members: subject.members.iter().map(|member| self::member(file, member)).collect(),
        }),
        subject_informed: report.subject_informed,
        release_date: report.release_date,
    }
}

pub(super) fn link_assessments(file: &File) -> Vec<LinkAssessmentView> {
    let assessed = file.linked_to.iter().filter_map(|(case, assessment)| Some((case, (*assessment)?)));
    assessed
        .map(|(case, assessment)| LinkAssessmentView {
            active_case_id: case.0,
            plan_endangered: assessment.plan_endangered,
            case_holder_consulted: assessment.case_holder_consulted,
        })
        .collect()
}

pub(super) fn mayor_advice(advice: &case::MayorAdvice) -> MayorAdviceView {
    MayorAdviceView {
        decided_date: advice.on,
        municipality: MunicipalityCode(advice.municipality.clone()),
        advice: known(&advice.advice),
    }
}

fn reporter(reporter: &case::Reporter) -> ReporterView {
    ReporterView {
        name: FreeText(reporter.name.clone()),
        telephone: reporter.telephone.clone().map(FreeText),
        mail: reporter.mail.clone().map(FreeText),
    }
}

fn member(file: &File, member: &case::Member) -> MemberView {
    MemberView {
        id: member.id.0,
        person_id: file.persons.get(&member.id).map(|person| person.0),
        identity: Identity::view(&member.details, member.gender),
    }
}

pub(super) fn weighing(weighing: &case::Weighing) -> WeighingView {
    let decision = &weighing.decision;
    let partners = match decision {
        Decision::HandleBilaterally { partners } => partners.iter().cloned().map(Organisation).collect(),
        _ => Vec::new(),
    };
    let (deferred_until_date, referred_to) = match decision {
        Decision::NoFollowUp(NoFollowUpReason::Deferred { until }) => (Some(*until), None),
        Decision::NoFollowUp(NoFollowUpReason::BelongsElsewhere { place }) => (None, known(place)),
        _ => (None, None),
    };
    WeighingView {
        weighed_date: weighing.on,
        criteria: weighing.criteria.iter().cloned().map(CriterionCode).collect(),
        decision: decision.code().into(),
        partners,
        no_follow_up_reason: decision.no_follow_up().map(Into::into),
        deferred_until_date,
        referred_to,
    }
}
