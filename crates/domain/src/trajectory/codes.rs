//! The handbook's lists that a trajectory is described with.

use serde::{Deserialize, Serialize};

use crate::code::codes;

codes! {
    /// With what somebody is helped (HANDBOOK §6).
    pub enum HelpQuestion {
        /// Housing.
        Housing = "housing",
        /// Care.
        Care = "care",
        /// Work and income.
        WorkAndIncome = "work_and_income",
        /// Identity papers.
        IdentityPapers = "identity_papers",
        /// Debts.
        Debts = "debts",
    }
}

codes! {
    /// A single obstacle that the House takes away (HANDBOOK §6).
    pub enum Obstacle {
        /// An identity card was advanced.
        IdentityCard = "identity_card",
        /// A rent debt was taken over.
        RentDebt = "rent_debt",
        /// A taxi, or another way to get there.
        Transport = "transport",
        /// Something else.
        Other = "other",
    }
}

codes! {
    /// How a trajectory ended (HANDBOOK §6).
    pub enum TrajectoryOutcome {
        /// It was completed.
        Completed = "completed",
        /// Whoever was helped dropped out.
        DroppedOut = "dropped_out",
        /// Whoever was to be helped did not want it.
        Refused = "refused",
    }
}

codes! {
    /// Guidance or a single obstacle.
    pub enum TrajectoryKind {
        /// Guidance where it is missing but essential.
        Guidance = "guidance",
        /// A single obstacle.
        Obstacle = "obstacle",
    }
}

codes! {
    /// Where a trajectory stands.
    pub enum TrajectoryState {
        /// It runs.
        Running = "running",
        /// It was completed.
        Completed = "completed",
        /// Whoever was helped dropped out.
        DroppedOut = "dropped_out",
        /// Whoever was to be helped did not want it.
        Refused = "refused",
    }
}

/// What is paid for (HANDBOOK §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Guidance where it is missing but essential.
    Guidance,
    /// A single obstacle.
    Obstacle(Obstacle),
}

impl Kind {
    /// Its name.
    pub fn code(self) -> TrajectoryKind {
        match self {
            Self::Guidance => TrajectoryKind::Guidance,
            Self::Obstacle(_) => TrajectoryKind::Obstacle,
        }
    }

    /// Which obstacle, if it is one.
    pub fn obstacle(self) -> Option<Obstacle> {
        match self {
            Self::Guidance => None,
            Self::Obstacle(obstacle) => Some(obstacle),
        }
    }
}

impl From<TrajectoryOutcome> for TrajectoryState {
    fn from(outcome: TrajectoryOutcome) -> Self {
        match outcome {
            TrajectoryOutcome::Completed => Self::Completed,
            TrajectoryOutcome::DroppedOut => Self::DroppedOut,
            TrajectoryOutcome::Refused => Self::Refused,
        }
    }
}
