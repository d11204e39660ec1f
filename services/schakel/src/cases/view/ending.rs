//! How a case leaves the hands of those at the table: escalation, closing, and the end of its data.

use chrono::NaiveDate;
use schakel_domain::case::{self, ClosingGround, Erasure, Phase};
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes::{ClosingCode, ErasureCode, EscalationLevel};
use crate::parts::{FreeText, Organisation, known};

/// An escalation under way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EscalationView {
    level: EscalationLevel,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
}

/// How a case was closed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosingView {
    closed_date: NaiveDate,
    ground: ClosingCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<ResultsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_done_by: Option<Organisation>,
}

/// The end of a case's data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasureView {
    erased_date: NaiveDate,
    ground: ErasureCode,
    /// How many keys were destroyed, once that is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    keys_destroyed: Option<u32>,
}

/// The five results.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsView {
    procedure_breakthrough: bool,
    all_parties_cooperate: bool,
    progress_made: bool,
    made_manageable: bool,
    holder_can_proceed: bool,
}

pub(super) fn escalation(phase: &Phase, is_told: bool) -> Option<EscalationView> {
    let Phase::Escalated { level, question, .. } = phase else { return None };
    Some(EscalationView { level: (*level).into(), question: known(question).filter(|_| is_told) })
}

pub(super) fn closing(phase: &Phase, is_told: bool) -> Option<ClosingView> {
    let Phase::Closed { ground, on, .. } = phase else { return None };
    let (judged, reason, reported_done_by) = match ground {
        ClosingGround::DirectionEnded { results: judged } => (Some(results(*judged)), None, None),
        ClosingGround::NoPlanNeeded { reason } => (None, known(reason), None),
        ClosingGround::NoFollowUp => (None, None, None),
        ClosingGround::HandledBilaterally { reported_by }
        | ClosingGround::TrajectoryEnded { reported_by } => {
            (None, None, Some(Organisation(reported_by.clone())))
        }
    };
    Some(ClosingView {
        closed_date: *on,
        ground: ground.code().into(),
        results: judged,
        reason: reason.filter(|_| is_told),
        reported_done_by,
    })
}

pub(super) fn erasure(erasure: &Erasure) -> ErasureView {
    ErasureView {
        erased_date: erasure.on,
        ground: erasure.ground.code().into(),
        keys_destroyed: erasure.keys_destroyed,
    }
}

pub(super) fn results(results: case::Results) -> ResultsView {
    ResultsView {
        procedure_breakthrough: results.procedure_breakthrough,
        all_parties_cooperate: results.all_parties_cooperate,
        progress_made: results.progress_made,
        made_manageable: results.made_manageable,
        holder_can_proceed: results.holder_can_proceed,
    }
}
