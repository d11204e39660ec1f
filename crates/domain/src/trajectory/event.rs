//! What can have happened to a trajectory.

use chrono::NaiveDate;

use crate::CaseId;
use crate::event_kind::events;
use crate::money::Amount;
use crate::region::{BudgetSourceCode, MunicipalityCode, OrganisationCode};
use crate::trajectory::{HelpQuestions, Kind, TrajectoryOutcome};

events! {
    /// Everything that can have happened to a trajectory; nothing of it is personal.
    pub enum Event of "Trajectory" {
        /// The House began to pay.
        TrajectoryStarted v "1" {
            /// The day.
            on: NaiveDate,
            /// Guidance or a single obstacle.
            kind: Kind,
            /// Who helps.
            provider: OrganisationCode,
            /// From which budget.
            budget_source: BudgetSourceCode,
            /// With what.
            help_questions: HelpQuestions,
            /// The case that it belongs to, if there is one.
            case: Option<CaseId>,
            /// Municipality of residence.
            municipality: MunicipalityCode,
        }
        /// The provider spoke with whoever is helped, in prison.
        ConversationRecorded v "1" {
            /// The day.
            on: NaiveDate,
        }
        /// Something was spent.
        CostRecorded v "1" {
            /// The day.
            on: NaiveDate,
            /// How much.
            amount: Amount,
        }
        /// Something of it came back.
        RepaymentReceived v "1" {
            /// The day.
            on: NaiveDate,
            /// How much.
            amount: Amount,
        }
        /// It ended.
        TrajectoryEnded v "1" {
            /// The day.
            on: NaiveDate,
            /// How.
            outcome: TrajectoryOutcome,
        }
    }
}
