//! Assessing what a new report means for the plan that is under way.

use serde::{Deserialize, Serialize};

use crate::case::{Case, Event, Refusal};
use crate::{CaseId, Context};

/// Records what a new report means for the plan of the active case that it was linked to. If the plan is not
/// endangered, the agreements stand; if reality has overtaken it, a new meeting is planned together with the
/// case holder (HANDBOOK §2).
#[derive(Clone, Debug)]
pub struct AssessLinkedReport {
    /// The active case.
    pub active_case: CaseId,
    /// Whether reality has overtaken its plan.
    pub plan_endangered: bool,
    /// Whether its case holder was consulted.
    pub case_holder_consulted: bool,
}

/// What a report means for the plan of another case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkAssessment {
    /// Whether reality has overtaken the plan.
    pub plan_endangered: bool,
    /// Whether the case holder was consulted.
    pub case_holder_consulted: bool,
}

impl AssessLinkedReport {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { active_case, plan_endangered, case_holder_consulted } = self;
        match case.open()?.linked_to.get(&active_case) {
            None => Err(Refusal::NotLinked),
            Some(Some(_)) => Err(Refusal::LinkAlreadyAssessed),
            Some(None) if plan_endangered && !case_holder_consulted => Err(Refusal::CaseHolderNotConsulted),
            Some(None) => {
                Ok(vec![Event::LinkedReportAssessed { active_case, plan_endangered, case_holder_consulted }])
            }
        }
    }
}
