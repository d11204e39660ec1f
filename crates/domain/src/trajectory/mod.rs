//! A voluntary trajectory, or a single obstacle, that the House pays from its own budget (HANDBOOK §6).
//! Nothing of it is personal: there is no text, and the case that it belongs to is named by its id.

mod codes;
mod end_trajectory;
mod event;
mod help_questions;
mod record_conversation;
mod record_cost;
mod record_repayment;
mod start_trajectory;
mod state;

pub use codes::{HelpQuestion, Kind, Obstacle, TrajectoryKind, TrajectoryOutcome, TrajectoryState};
pub use end_trajectory::EndTrajectory;
pub use event::Event;
pub use help_questions::{HelpQuestions, NoHelpQuestion};
pub use record_conversation::RecordConversation;
pub use record_cost::RecordCost;
pub use record_repayment::RecordRepayment;
pub use start_trajectory::StartTrajectory;
pub use state::{Course, End, Payment, Trajectory};

crate::event_kind::commands! {
    /// What can be asked of a trajectory's stream.
    pub enum Command for Trajectory {
        StartTrajectory, RecordConversation, RecordCost, RecordRepayment, EndTrajectory,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a trajectory is refused.
    pub enum Refusal {
        /// The trajectory was started before.
        TrajectoryAlreadyStarted,
        /// There is no such trajectory.
        TrajectoryUnknown,
        /// The region knows no such municipality.
        MunicipalityUnknown,
        /// The region knows no such budget.
        BudgetSourceUnknown,
        /// The case is not being handled, or there is none that can be named.
        CaseNotActive,
        /// What is recorded of a trajectory has happened.
        DateInTheFuture,
        /// Nothing is spent, received or ended before the trajectory starts.
        BeforeTheStart,
        /// More would come back than was spent.
        MoreRepaidThanSpent,
        /// The trajectory has ended.
        TrajectoryEnded,
    }
}

crate::event_kind::aggregate!(Trajectory, "Trajectory");
