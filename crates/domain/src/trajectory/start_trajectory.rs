//! Starting a trajectory.

use chrono::NaiveDate;

use crate::region::{BudgetSourceCode, MunicipalityCode, OrganisationCode};
use crate::trajectory::state::in_the_past;
use crate::trajectory::{Event, HelpQuestions, Kind, Refusal, Trajectory};
use crate::{CaseId, Context};

/// Starts a trajectory, or pays for a single obstacle, from the House's own budget (HANDBOOK §6).
#[derive(Clone, Debug)]
pub struct StartTrajectory {
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
    /// Guidance or a single obstacle.
    pub kind: Kind,
    /// Who helps.
    pub provider: OrganisationCode,
    /// From which budget.
    pub budget_source: BudgetSourceCode,
    /// With what.
    pub help_questions: HelpQuestions,
    /// The case that it belongs to, which is being handled; none for somebody who is helped without one, as
    /// after aftercare.
    pub case: Option<CaseId>,
    /// Municipality of residence.
    pub municipality: MunicipalityCode,
}

impl StartTrajectory {
    pub(super) fn decide(self, trajectory: &Trajectory, context: &Context) -> Result<Vec<Event>, Refusal> {
        let Self { on, kind, provider, budget_source, help_questions, case, municipality } = self;
        if trajectory.known().is_some() {
            return Err(Refusal::TrajectoryAlreadyStarted);
        }
        if context.region.municipality(&municipality).is_none() {
            return Err(Refusal::MunicipalityUnknown);
        }
        if context.region.budget_source(&budget_source).is_none() {
            return Err(Refusal::BudgetSourceUnknown);
        }
        if case.is_some() && !context.case.as_ref().is_some_and(|case| case.active) {
            return Err(Refusal::CaseNotActive);
        }
        let on = on.unwrap_or(context.today);
        in_the_past(on, context)?;
        Ok(vec![Event::TrajectoryStarted {
            on,
            kind,
            provider,
            budget_source,
            help_questions,
            case,
            municipality,
        }])
    }
}
