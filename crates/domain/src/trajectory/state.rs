//! A trajectory as it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Amount, Cents};
use crate::region::{BudgetSourceCode, MunicipalityCode, OrganisationCode};
use crate::trajectory::{Event, HelpQuestions, Kind, Refusal, TrajectoryOutcome, TrajectoryState};
use crate::{CaseId, Context};

/// The state of a trajectory's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Trajectory {
    /// Nothing was started.
    #[default]
    NotStarted,
    /// There is a trajectory.
    Known(Box<Course>),
}

/// A trajectory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// The day on which it started.
    pub started_on: NaiveDate,
    /// Guidance or a single obstacle.
    pub kind: Kind,
    /// Who helps.
    pub provider: OrganisationCode,
    /// From which budget.
    pub budget_source: BudgetSourceCode,
    /// With what.
    pub help_questions: HelpQuestions,
    /// The case that it belongs to, if there is one.
    pub case: Option<CaseId>,
    /// Municipality of residence.
    pub municipality: MunicipalityCode,
    /// The days of conversations in prison, as they were recorded.
    pub conversations: Vec<NaiveDate>,
    /// What was spent, as it was recorded.
    pub costs: Vec<Payment>,
    /// What came back, as it was recorded.
    pub repayments: Vec<Payment>,
    /// How it ended, if it did.
    pub end: Option<End>,
}

/// An amount on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Amount,
}

/// The end of a trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub outcome: TrajectoryOutcome,
}

impl Course {
    /// All that was spent.
    pub fn spent(&self) -> Cents {
        total(&self.costs)
    }

    /// All that came back.
    pub fn repaid(&self) -> Cents {
        total(&self.repayments)
    }

    /// Where it stands.
    pub fn state(&self) -> TrajectoryState {
        self.end.map_or(TrajectoryState::Running, |end| end.outcome.into())
    }

    /// Whether something can have been paid, or have ended, on this day.
    pub(super) fn happened_by(&self, on: NaiveDate, context: &Context) -> Result<(), Refusal> {
        if on < self.started_on {
            return Err(Refusal::BeforeTheStart);
        }
        in_the_past(on, context)
    }
}

fn total(payments: &[Payment]) -> Cents {
    payments.iter().map(|payment| Cents::from(payment.amount)).sum()
}

/// What is recorded has happened.
pub(super) fn in_the_past(on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if on > context.today { Err(Refusal::DateInTheFuture) } else { Ok(()) }
}

impl Trajectory {
    /// The trajectory, if there is one.
    pub fn known(&self) -> Option<&Course> {
        match self {
            Self::NotStarted => None,
            Self::Known(course) => Some(course),
        }
    }

    /// The trajectory, also after its end: bills come later, and debts are paid off in instalments.
    pub(super) fn started(&self) -> Result<&Course, Refusal> {
        self.known().ok_or(Refusal::TrajectoryUnknown)
    }

    /// The trajectory, while it runs.
    pub(super) fn running(&self) -> Result<&Course, Refusal> {
        let course = self.started()?;
        match course.end {
            Some(_) => Err(Refusal::TrajectoryEnded),
            None => Ok(course),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        if let Event::TrajectoryStarted {
            on,
            kind,
            provider,
            budget_source,
            help_questions,
            case,
            municipality,
        } = event
        {
            *self = Self::Known(Box::new(Course {
                started_on: on,
                kind,
                provider,
                budget_source,
                help_questions,
                case,
                municipality,
                conversations: Vec::new(),
                costs: Vec::new(),
                repayments: Vec::new(),
                end: None,
            }));
            return;
        }
        let Self::Known(course) = self else { return };
        match event {
            Event::TrajectoryStarted { .. } => {}
            Event::ConversationRecorded { on } => course.conversations.push(on),
            Event::CostRecorded { on, amount } => course.costs.push(Payment { on, amount }),
            Event::RepaymentReceived { on, amount } => course.repayments.push(Payment { on, amount }),
            Event::TrajectoryEnded { on, outcome } => course.end = Some(End { on, outcome }),
        }
    }
}
